import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Role } from "@/lib/core/access/access";
import { SCOPE_NAMES } from "@/lib/core/access/scopes";
import { FEATURES } from "@/lib/core/features/feature-table";
import type { ReadStay } from "@/lib/core/fhir/prepare-patient";
import { manifestSchema } from "@/lib/core/model/manifest";
import type { ClinicalScore, ScoredStay, Tier } from "@/lib/core/model/scored-stay";
import { openAnchorFiles } from "@/lib/io/anchor-files";
import { connections } from "@/lib/io/database/connection-schema";
import type { Transaction } from "@/lib/io/database/database";
import { audit, changes, sessions, users, userWards, wards } from "@/lib/io/database/schema";
import type { TestDatabase } from "@/lib/io/database/test-database";
import { openLog } from "@/lib/io/log";
import { anchorHead, sealCommitted, sealingProgress } from "@/lib/services/audit-sealer";
import { type ChangeFeed, startChangeFeed } from "@/lib/services/change-feed";
import type { ClientCaller, PersonCaller } from "@/lib/services/find-actor";
import type { House, ServingModel } from "@/lib/services/house";
import { championOf, makeShelf } from "@/lib/services/model-shelf";
import { type PatientReading, storePatients, storeReadings } from "@/lib/services/store-reading";

/** For tests only: a house on a test database, with people on two wards and a clock that stands still. */
export interface TestHouse extends House {
  now: Date;
  isDemo: boolean;
  readonly people: Readonly<Record<Role | "visitor", PersonCaller>>;
  /** A program with every scope, on the first ward. */
  readonly program: ClientCaller;
  readonly changeFeed: ChangeFeed;
}

/** Tests move their clock as they like; a test of sessions makes its own by signing in. */
const NEVER_IDLE = new Date("2200-01-01T00:00:00Z");

const noModel: ServingModel = {
  facts: {
    task: "readmission",
    version: "1.0.0",
    target: "any readmission within 30 days of discharge",
    trainedOn: "nothing",
    intendedPopulation: "nobody",
    learntFrom: "nowhere",
    baseRate: null,
    calibration: null,
    bags: null,
  },
  manifest: manifestSchema.parse(JSON.parse(readFileSync("models/readmission/1.0.0/manifest.json", "utf8"))),
  score: () => Promise.reject(new Error("This test scores nothing.")),
  close: async () => {},
};

async function addProgram(tx: Transaction): Promise<ClientCaller> {
  const account = { email: "program@test", name: "Test program", role: "client" as const, createdAt: new Date() };
  const [user] = await tx.insert(users).values(account).returning({ id: users.id });
  if (!user) throw new Error("no account was made");
  await tx.insert(userWards).values({ userId: user.id, wardId: "w1" });
  const values = { kind: "api-client" as const, name: "Test program", settings: { scopes: SCOPE_NAMES } };
  const made = await tx
    .insert(connections)
    .values({ ...values, userId: user.id, createdAt: new Date() })
    .returning({ id: connections.id });
  return { connectionId: made[0]?.id ?? "" };
}

/** `into`: an object that becomes the house, for who must hold it before it is open. */
export async function openTestHouse(
  opened: TestDatabase,
  model: ServingModel = noModel,
  into: object = {},
): Promise<TestHouse> {
  const { database, vault } = opened;
  const people: Record<string, PersonCaller> = {};
  await database.transaction(async (tx) => {
    await tx.insert(wards).values([
      { id: "w1", name: "Ward 1", physicalBeds: 20 },
      { id: "w2", name: "Ward 2", physicalBeds: 10 },
    ]);
    for (const name of ["nurse", "clinician", "administrator", "data-scientist", "compliance", "visitor"] as const) {
      const role: Role = name === "visitor" ? "clinician" : name;
      const values = { email: `${name}@test`, name: `Test ${name}`, role, createdAt: new Date() };
      const [user] = await tx.insert(users).values(values).returning({ id: users.id });
      if (!user) throw new Error("no user was made");
      // The visitor is a clinician of the other ward.
      await tx.insert(userWards).values({ userId: user.id, wardId: name === "visitor" ? "w2" : "w1" });
      const [session] = await tx
        .insert(sessions)
        .values({ userId: user.id, createdAt: new Date(), lastActiveAt: NEVER_IDLE, expiresAt: NEVER_IDLE })
        .returning({ id: sessions.id });
      if (!session) throw new Error("no session was made");
      people[name] = { userId: user.id, sessionId: session.id };
    }
  });
  const program = await database.transaction((tx) => addProgram(tx));
  const house = Object.assign(into, {
    program,
    database,
    vault,
    log: openLog("silent"),
    model: championOf(makeShelf(model)),
    timeZone: "Europe/London",
    dataDirectory: mkdtempSync(join(opened.scratch, "house-")),
    isDemo: true,
    now: new Date("2026-03-10T09:00:00Z"),
  });
  const clock = { now: () => house.now };
  const progress = sealingProgress();
  const anchors = openAnchorFiles([join(mkdtempSync(join(opened.scratch, "anchors-")), "audit-anchors.jsonl")]);
  const sealer = {
    wake: () => {},
    settle: async () => {
      await sealCommitted({ ...house, clock, anchors }, progress);
      anchorHead({ ...house, clock, anchors }, progress, { atOnce: true });
    },
  };
  const changeFeed = startChangeFeed({ database, log: house.log, databaseUrl: opened.url });
  return Object.assign(house, { sealer, anchors, changeFeed, clock, people: people as TestHouse["people"] });
}

export async function lastAudit({ database }: House) {
  const rows = await database.transaction((tx) => tx.select().from(audit));
  const last = rows.sort((a, b) => a.seq - b.seq).at(-1);
  if (last === undefined) throw new Error("nothing was audited");
  return last;
}

const score: ClinicalScore = { low: 5, high: 8, maximum: 19, version: "test", components: [], unknown: [] };

/** One patient with one current stay, as reading and scoring would give it. */
export function readingOf(
  id: string,
  {
    probability = 0.2,
    wardId = "w1",
    plannedEndAt = null as string | null,
    tier = "moderate" as Tier,
    ...rest
  }: Partial<{
    probability: number | null;
    wardId: string;
    plannedEndAt: string | null;
    tier: Tier;
    familyName: string;
    dischargedAt: string | null;
  }> = {},
): PatientReading {
  const stayId = `stay-${id}`;
  const common = {
    patientId: id,
    stayId,
    encounterIds: [stayId],
    admittedAt: "2026-03-08T10:00:00Z",
    dischargedAt: rest.dischargedAt ?? null,
    view: "stay" as const,
    scores: { lace: score, hospital: { ...score, maximum: 13 } },
    applicability: { inScope: probability !== null, reasons: probability === null ? ["No diabetes on record."] : [] },
    issues: [{ code: "specialty-missing", severity: "warning" as const, detail: "No specialty." }],
  };
  const prepared: ReadStay = {
    ...common,
    encoded: new Float32Array(FEATURES.length).fill(-1),
    evidence: FEATURES.map(() => []),
    summary: { isCurrent: !rest.dischargedAt, wardId, wardName: null, bed: "A-1", plannedEndAt },
    ending: null,
    isSimulated: false,
    label: {
      ...{ provider: null, cameFromHospital: false, isAcute: true, isPsychiatric: false, isRehabilitation: false },
      ...{ principal: null, procedures: { codes: [], isComplete: false }, payer: null, language: null },
    },
  };
  const scored: ScoredStay = {
    ...common,
    probability,
    tier: probability === null ? null : tier,
    baseline: probability === null ? null : -2,
    drivers:
      probability === null
        ? []
        : [
            {
              feature: "priorInpatient",
              label: "Stays",
              value: null,
              contribution: 0.6,
              evidence: [`Encounter/${stayId}`],
            },
          ],
    target: "any-readmission-30d",
    modelVersion: "1.0.0",
  };
  return {
    patient: {
      id,
      familyName: rest.familyName ?? "Testcase",
      givenNames: "Ada",
      birthDate: "1950-03-11",
      sex: "female",
      mrn: `mrn-${id}`,
      race: null,
      ethnicity: null,
      deceased: null,
      deceasedAt: null,
      synthetic: true,
    },
    stays: [{ prepared, scored }],
  };
}

export async function store(house: House, reading: PatientReading): Promise<void> {
  await house.database.transaction(async (tx) => {
    const actor = { id: "system", name: "test", role: "system", wardIds: [] } as const;
    const scope = { house, tx, actor, now: house.clock.now() };
    await storePatients(scope, [reading.patient]);
    const changed = await storeReadings(scope, [reading]);
    if (changed.length > 0) await tx.insert(changes).values(changed.map((change) => ({ ...change, at: scope.now })));
  });
}
