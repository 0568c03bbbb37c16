import type { Bundle, FhirResource } from "fhir/r4";
import { DEMO_WARDS } from "@/lib/core/demo/demo-wards";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import { featureIndex } from "@/lib/core/features/feature-table";
import { resourceEntries } from "@/lib/core/fhir/bundle-entries";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import { sessions, users, userWards } from "@/lib/io/database/schema";
import { addConnection } from "@/lib/services/connections";
import { importBundles } from "@/lib/services/import-bundles";
import type { RunningHouse } from "@/lib/services/running-house";
import { setUpDemo } from "@/lib/services/set-up-demo";
import { SENT_AT, type SentPatient } from "./predict-load";

const OPERATOR = { system: "bench" };
const WARD_IDS = DEMO_WARDS.map(({ id }) => id);

export interface BenchPerson {
  readonly userId: string;
  readonly sessionId: string;
}

/** Somebody who is signed in and sees these wards, or every one of the demo's. */
export async function addPerson(
  house: RunningHouse,
  role: "data-scientist" | "clinician",
  wardIds: readonly string[] = WARD_IDS,
): Promise<BenchPerson> {
  return house.database.transaction(async (tx) => {
    const never = new Date("2200-01-01T00:00:00Z");
    const values = { email: `${role}@bench`, name: role, role, createdAt: new Date() };
    const [user] = await tx.insert(users).values(values).returning({ id: users.id });
    if (!user) throw new Error("no account");
    await tx.insert(userWards).values(wardIds.map((wardId) => ({ userId: user.id, wardId })));
    const times = { createdAt: new Date(), lastActiveAt: never, expiresAt: never };
    const [session] = await tx
      .insert(sessions)
      .values({ userId: user.id, ...times })
      .returning({ id: sessions.id });
    return { userId: user.id, sessionId: session?.id ?? "" };
  });
}

/** Keys of so many programs that may ask for predictions. */
export async function addPrograms(house: RunningHouse, count: number): Promise<string[]> {
  const keys: string[] = [];
  for (let at = 0; at < count; at++) {
    const settings = { scopes: ["predict" as const] };
    const wanted = { kind: "api-client" as const, name: `Bench ${at}`, settings, wardIds: WARD_IDS };
    keys.push((await addConnection(house, OPERATOR, wanted)).secret ?? "");
  }
  return keys;
}

/** The demo's wards, and its current patients read in. */
export async function fillHospital(house: RunningHouse): Promise<readonly Bundle<FhirResource>[]> {
  await setUpDemo(house, OPERATOR, {
    wards: DEMO_WARDS.map(({ id, name, physicalBeds }) => ({ id, name, physicalBeds })),
    accounts: [{ email: "nobody@bench", name: "Nobody", role: "nurse", passwordHash: "none" }],
  });
  const { current } = makeHospital({ seed: "rollout", now: SENT_AT, pastDays: 0 });
  await readAgain(house, current);
  return current;
}

/** Patients are read (again), as a feed does. */
export async function readAgain(house: RunningHouse, bundles: readonly Bundle<FhirResource>[]): Promise<void> {
  for (let from = 0; from < bundles.length; from += 50)
    await importBundles(house, OPERATOR, { bundles: bundles.slice(from, from + 50), past: "complete" });
}

/** A patient in hospital and inside the population, with counts that hardly anybody else has together. */
export interface Inpatient extends SentPatient {
  readonly codes: Readonly<Record<string, number>>;
}

export function toInpatient(bundle: Bundle<FhirResource>): Inpatient | null {
  const read = preparePatient(resourceEntries(bundle), { now: SENT_AT }).stays;
  const own = read.find(({ summary, applicability }) => summary.isCurrent && applicability.inScope);
  if (own === undefined) return null;
  const names = ["medications", "diagnoses", "age", "priorInpatient", "primaryDiagnosis"];
  const codes = Object.fromEntries(names.map((name) => [name, own.encoded[featureIndex(name)] ?? -1]));
  return { body: Buffer.from(JSON.stringify(bundle)), wardId: own.summary.wardId, codes };
}

/** Patients who come to a hospital like this one, and are not in it yet. */
export function makeArrivals(): Inpatient[] {
  const { current } = makeHospital({ seed: "arrivals", now: SENT_AT, pastDays: 0 });
  return current.flatMap((bundle) => toInpatient(bundle) ?? []);
}
