import type { TestHouse } from "@/lib/services/test-house";
import type { Caller } from "@/lib/services/verb";

/** One ward of the two, with a stay on it. Everybody in the test house belongs to w1 alone. */
export interface Place {
  readonly wardId: "w1" | "w2";
  readonly stayId: string;
  readonly predictionId: string;
}

export interface Sample {
  /** Whether the call is about one ward or a patient on it, so that the ward decides too. */
  readonly byWard: boolean;
  /** A valid input about this place; may first put there what the input names. */
  readonly input: (house: TestHouse, place: Place, caller: Caller) => unknown;
}

/** For tests only: a valid call of each verb, by the name it is exported under. */
export type Samples = Readonly<Record<string, Sample>>;

/** A call in which no ward is named. */
export const whole = (input: unknown = {}): Sample => ({ byWard: false, input: () => input });
