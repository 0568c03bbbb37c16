import { readdirSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { type Doer, mayUse, ROLES, VERB_NAMES, type VerbName } from "@/lib/core/access/access";
import { isFault } from "@/lib/core/fault";
import { stays } from "@/lib/io/database/schema";
import { ACCOUNT_CALLS } from "@/lib/services/test-account-calls";
import { CAPACITY_CALLS } from "@/lib/services/test-capacity-calls";
import { CLINIC_CALLS } from "@/lib/services/test-clinic-calls";
import { EXCHANGE_CALLS } from "@/lib/services/test-exchange-calls";
import { readingOf, store, type TestHouse } from "@/lib/services/test-house";
import { MODEL_CALLS } from "@/lib/services/test-model-calls";
import type { Place, Samples } from "@/lib/services/test-sample-call";
import { describeHouse } from "@/lib/services/test-suite";
import type { Caller } from "@/lib/services/verb";

/** Somebody of each role on the first ward; the program has every scope. */
function callerOf(house: TestHouse, role: Doer): Caller {
  if (role === "system") return { system: "test" };
  return role === "client" ? house.program : house.people[role];
}

/** A new verb must say in one of these files what a call of it is. */
const SAMPLES: Samples = {
  ...CLINIC_CALLS,
  ...CAPACITY_CALLS,
  ...MODEL_CALLS,
  ...ACCOUNT_CALLS,
  ...EXCHANGE_CALLS,
};

/** Who reads about stays whatever the ward: what was done, not the patient. */
const NAMES_ANY_STAY = ["readAudit", "exportAudit", "listBreakGlass", "reviewBreakGlass", "findPatient", "breakGlass"];

type AnyVerb = ((house: TestHouse, caller: Caller, input: unknown) => Promise<unknown>) & {
  readonly verbName: VerbName;
};
const isVerb = (value: unknown): value is AnyVerb => typeof value === "function" && "verbName" in value;

/** Every verb that lib/services exports, by the name it is exported under. */
async function findVerbs(): Promise<Map<string, AnyVerb>> {
  const files = readdirSync(import.meta.dirname).filter(
    (name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !name.startsWith("test-"),
  );
  const modules: Record<string, unknown>[] = await Promise.all(
    files.map((name) => import(/* @vite-ignore */ join(import.meta.dirname, name))),
  );
  return new Map(
    modules.flatMap((module) => Object.entries(module)).filter((entry): entry is [string, AnyVerb] => isVerb(entry[1])),
  );
}

const verbs = await findVerbs();

describe("the verbs", () => {
  it("are exactly those of the access table", () => {
    expect([...new Set([...verbs.values()].map(({ verbName }) => verbName))].sort()).toEqual([...VERB_NAMES].sort());
  });

  it("each have a sample call", () => {
    expect(Object.keys(SAMPLES).sort()).toEqual([...verbs.keys()].sort());
  });
});

describeHouse("each role, every verb, both wards", ({ house }) => {
  const places = {} as Record<"w1" | "w2", Place>;

  beforeAll(async () => {
    for (const wardId of ["w1", "w2"] as const) {
      await store(house, readingOf(`matrix-${wardId}`, { wardId }));
      const stayId = `stay-matrix-${wardId}`;
      const [stay] = await house.database.transaction((tx) => tx.select().from(stays).where(eq(stays.id, stayId)));
      places[wardId] = { wardId, stayId, predictionId: stay?.predictionId ?? "" };
    }
  });

  /** What came of a call: let in (with its answer, or a Fault about what was asked) or refused. */
  async function attempt(name: string, role: Doer, place: Place) {
    const caller = callerOf(house, role);
    const input = await SAMPLES[name]?.input(house, place, caller);
    try {
      const output = await verbs.get(name)?.(house, caller, input);
      return { is: "allowed", answer: JSON.stringify(output) ?? "" };
    } catch (error) {
      if (!isFault(error)) throw error;
      const isRefused = error.code === "forbidden" || error.code === "unauthenticated";
      return { is: isRefused ? "forbidden" : "allowed", answer: error.message };
    }
  }

  const rows = [...verbs.keys()].flatMap((name) =>
    ([...ROLES, "client", "system"] as const).flatMap((role) =>
      (["w1", "w2"] as const).map((wardId) => ({ name, role, wardId })),
    ),
  );
  it.each(rows)("$role, $name, $wardId", async ({ name, role, wardId }) => {
    const sample = SAMPLES[name];
    const verbName = verbs.get(name)?.verbName;
    if (!sample || !verbName) throw new Error(`There is no sample call of ${name}.`);
    const reachesWard = role === "system" || wardId === "w1" || !sample.byWard;
    const came = await attempt(name, role, places[wardId]);
    expect(came.is).toBe(mayUse(role, verbName) && reachesWard ? "allowed" : "forbidden");
    // Let in or not, a person is told nothing of a patient of the other ward.
    if (role !== "system" && !NAMES_ANY_STAY.includes(name)) expect(came.answer).not.toContain(places.w2.stayId);
  });
});
