import type { PlannedDay, PlannedItem } from "@/lib/core/theatres/plan-theatres";
import type { ProcedureProfile } from "@/lib/core/theatres/procedure-profile";
import type { TheatresThere } from "@/lib/core/theatres/theatre-day";
import type { TheatreSetting } from "@/lib/core/theatres/theatre-setting";

/** Who last said something, and when; no name: it was made with the demo. */
export interface SaidBy {
  /** ISO-8601 */
  readonly at: string;
  readonly by: string | null;
}

/** A kind of operation as it stands, with what was recorded of it. */
export interface ProfileView {
  readonly profile: ProcedureProfile;
  readonly version: number;
  readonly said: SaidBy;
  /** Operations of it with recorded times. */
  readonly recorded: number;
  /** Minutes it takes by the profile and what was recorded together: half take less, one in ten more. */
  readonly usual: { readonly median: number; readonly ninetieth: number };
  /** Every version, newest first. */
  readonly versions: readonly (SaidBy & { readonly version: number; readonly profile: ProcedureProfile })[];
}

/** Stock of an item as it was last counted. */
export interface StockView {
  readonly count: number;
  /** Local calendar days, YYYY-MM-DD. */
  readonly deliveries: readonly { readonly day: string; readonly count: number }[];
  readonly said: SaidBy;
  /** Local calendar days since it was counted. */
  readonly daysOld: number;
}

/** An item's use ahead, beside what there is. */
export interface SupplyView extends PlannedItem {
  /** null: never counted. */
  readonly stock: StockView | null;
  /** A kind of operation uses it. */
  readonly isUsed: boolean;
}

/** What the numbers rest on, and what is in none of them. */
export interface TheatreFacts {
  readonly booked: number;
  /** Of those, of patients whose stay nobody had planned; taken out of the forecast of added operations. */
  readonly bookedUnplanned: number;
  /** Booked operations that no profile stands for. */
  readonly withoutProfile: number;
  /** Local day that add-ons were forecast on; null: they are not. */
  readonly addOnsMadeOn: string | null;
  /** Days they were forecast from; 0 while there are too few. */
  readonly addOnDays: number;
  /** Recorded operations that durations rest on. */
  readonly recorded: number;
  /** When bookings were last read; null: never. */
  readonly bookingsReadAt: string | null;
  /** Bookings were read within two hours. */
  readonly isFresh: boolean;
  readonly simulated: boolean;
}

/** A fortnight in theatre. */
export interface TheatresView {
  readonly asOf: string;
  readonly timeZone: string;
  /** Today first. */
  readonly days: readonly (PlannedDay & { readonly there: TheatresThere })[];
  readonly supplies: readonly SupplyView[];
  readonly profiles: readonly ProfileView[];
  /** null: nobody has said. */
  readonly setting: TheatreSetting | null;
  readonly facts: TheatreFacts;
}
