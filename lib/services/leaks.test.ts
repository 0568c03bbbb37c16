import { Writable } from "node:stream";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabases, testRoot } from "@/lib/io/database/test-database";
import { openLog } from "@/lib/io/log";
import { breakGlass } from "@/lib/services/break-glass";
import { listBreakGlass, reviewBreakGlass } from "@/lib/services/break-glass-review";
import { findPatient } from "@/lib/services/find-patient";
import { flagPrediction } from "@/lib/services/flags";
import type { ServingModel } from "@/lib/services/house";
import { importBundles } from "@/lib/services/import-bundles";
import { noteIntervention } from "@/lib/services/interventions";
import { answerOperator } from "@/lib/services/operator-verbs";
import { readStay } from "@/lib/services/patient";
import { respondToPrediction } from "@/lib/services/responses";
import { openServingModel } from "@/lib/services/serving-model";
import { signIn } from "@/lib/services/sign-in";
import { openTestHouse, type TestHouse } from "@/lib/services/test-house";
import { listWorklist } from "@/lib/services/worklist";

/** What identifies one made-up patient, in words that occur nowhere else. */
const CANARY = {
  family: "Zyxwvucanary",
  given: "Qorvexcanary",
  mrn: "CANARY-77713",
  birthDate: "1937-07-19",
  street: "5 Canarystreet",
  phone: "0555-canary",
  note: "plovercanary said so",
};
const WORDS = ["canary", CANARY.birthDate, "77713"];

const now = "2026-03-10T09:00:00.000Z";

function bundle(patientId: string, wardId: string) {
  const subject = { reference: `Patient/${patientId}`, display: `${CANARY.family}, ${CANARY.given}` };
  const encounter = { reference: `Encounter/e-${patientId}` };
  const resources = [
    {
      resourceType: "Patient",
      id: patientId,
      identifier: [{ type: { coding: [{ code: "MR" }] }, value: CANARY.mrn }],
      name: [
        { use: "official", family: CANARY.family, given: [CANARY.given], text: `${CANARY.given} ${CANARY.family}` },
      ],
      birthDate: CANARY.birthDate,
      gender: "female",
      address: [{ line: [CANARY.street] }],
      telecom: [{ value: CANARY.phone }],
      text: { status: "generated", div: `<div>${CANARY.given} ${CANARY.family}</div>` },
    },
    {
      resourceType: "Encounter",
      id: `e-${patientId}`,
      status: "in-progress",
      class: { code: "IMP" },
      subject,
      period: { start: "2026-03-08T10:00:00Z" },
      location: [{ location: { reference: `Location/${wardId}`, display: "Ward" }, status: "active" }],
      reasonCode: [{ text: `${CANARY.family} fell` }],
      text: { status: "generated", div: `<div>${CANARY.family}</div>` },
    },
    {
      resourceType: "Location",
      id: wardId,
      name: "Ward",
      physicalType: { coding: [{ code: "wa" }] },
    },
    {
      resourceType: "Condition",
      id: `c-${patientId}`,
      subject,
      encounter,
      code: { coding: [{ system: "http://hl7.org/fhir/sid/icd-10-cm", code: "E11.9" }], text: CANARY.note },
      note: [{ text: CANARY.note }],
    },
    {
      resourceType: "Observation",
      id: `o-${patientId}`,
      status: "final",
      subject,
      encounter,
      category: [{ coding: [{ code: "laboratory" }] }],
      code: { coding: [{ system: "http://loinc.org", code: "4548-4" }] },
      effectiveDateTime: "2026-03-09T10:00:00Z",
      valueString: CANARY.note,
      performer: [{ display: CANARY.family }],
    },
  ];
  return { resourceType: "Bundle", type: "collection", entry: resources.map((resource) => ({ resource })) };
}

describe.each(testDatabases)("nothing that identifies a patient leaves, $kind", ({ open }) => {
  let opened: TestDatabase;
  let house: TestHouse;
  let model: ServingModel;
  const logged: string[] = [];
  const said: string[] = [];
  const operator = { system: "test" };

  /** Runs something, and keeps what a person, a program or the log would be told of how it failed. */
  async function attempt(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      // As the command line says it; the web and the operators' socket say less.
      said.push(
        error instanceof Error ? `${error.name} ${(error.message.split("\n")[0] ?? "").trim()}` : String(error),
      );
    }
  }

  beforeAll(async () => {
    if (!open) return;
    opened = await open();
    model = await openServingModel(testRoot);
    house = await openTestHouse(opened, model);
    house.now = new Date(now);
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        logged.push(chunk.toString());
        done();
      },
    });
    Object.assign(house, { log: openLog("trace", sink) });
  });
  afterAll(async () => {
    await model?.close();
    await opened?.close();
  });

  it.skipIf(!open)("goes through what works and what fails", async () => {
    const { nurse, clinician, compliance, administrator } = house.people;
    const ask = (verb: string, input: unknown) =>
      answerOperator(house, { verb, operator: "test", input }).then((reply) => void said.push(JSON.stringify(reply)));
    await importBundles(house, operator, { bundles: [bundle("p1", "w1"), bundle("p2", "w2")] });

    // What an import can be given.
    const [broken, twoPeople] = [structuredClone(bundle("p3", "w1")), structuredClone(bundle("p4", "w1"))];
    twoPeople.entry.push(...bundle("p5", "w1").entry);
    (broken.entry[1]?.resource as { period: unknown }).period = { start: CANARY.note, end: [CANARY.family] };
    await attempt(importBundles(house, operator, { bundles: [broken] }));
    await attempt(importBundles(house, operator, { bundles: [twoPeople] }));
    await ask("import-bundles", { bundles: [twoPeople] });
    await ask("import-bundles", { bundles: [{ resourceType: CANARY.family }] });
    await ask("import-bundles", { [CANARY.family]: CANARY.note });
    // The database itself refuses a zero byte, and quotes what it was sent.
    await attempt(importBundles(house, operator, { bundles: [bundle("p6\0", "w1")] }));
    await ask("import-bundles", { bundles: [bundle("p6\0", "w1")] });

    const { predictionId } = await readStay(house, nurse, { stayId: "e-p1" });
    await listWorklist(house, nurse, {});
    const about = { stayId: "e-p1", predictionId: predictionId as string };
    await flagPrediction(house, nurse, { ...about, kind: "too-low", note: CANARY.note });
    await noteIntervention(house, nurse, { stayIds: ["e-p1"], kind: "call", note: CANARY.note });
    await respondToPrediction(house, clinician, { ...about, kind: "acknowledged", note: CANARY.note });
    const long = CANARY.note.repeat(400);
    await attempt(flagPrediction(house, nurse, { ...about, kind: "too-low", note: long }));
    await attempt(flagPrediction(house, nurse, { ...about, kind: CANARY.note as "too-low" }));
    await attempt(flagPrediction(house, nurse, { ...about, kind: "wrong-data", feature: CANARY.note }));
    await attempt(noteIntervention(house, nurse, { stayIds: ["e-p1"], kind: "call", note: long }));
    await attempt(noteIntervention(house, nurse, { stayIds: ["e-p2"], kind: "call", note: CANARY.note }));
    await attempt(respondToPrediction(house, administrator, { ...about, kind: "acknowledged", note: CANARY.note }));

    for (const text of [CANARY.family, CANARY.mrn, `${CANARY.given} ${CANARY.birthDate}`, `${CANARY.note}\0`]) {
      await attempt(findPatient(house, nurse, { text }));
      await attempt(findPatient(house, administrator, { text }));
    }
    expect((await findPatient(house, nurse, { text: CANARY.mrn })).found.length).toBeGreaterThan(0);
    await attempt(findPatient(house, nurse, { text: long }));
    await attempt(findPatient(house, nurse, { text: [CANARY.family] as unknown as string }));

    const why = { stayId: "e-p2", reason: "emergency" as const, note: CANARY.note };
    await attempt(readStay(house, nurse, { stayId: "e-p2" }));
    await breakGlass(house, nurse, why);
    await readStay(house, nurse, { stayId: "e-p2" });
    await attempt(breakGlass(house, nurse, { ...why, note: long }));
    await attempt(breakGlass(house, administrator, why));
    const { open: waiting } = await listBreakGlass(house, compliance, {});
    const review = { id: waiting[0]?.id as string, verdict: "not-appropriate" as const, note: CANARY.note };
    await reviewBreakGlass(house, compliance, review);
    await attempt(reviewBreakGlass(house, compliance, review));
    await attempt(signIn(house, { email: CANARY.family, password: CANARY.note }));

    // It did fail, and it was logged: an empty net catches nothing.
    expect(said.length).toBeGreaterThan(15);
    expect(logged.some((line) => line.includes("verb failed"))).toBe(true);
  });

  it.skipIf(!open)("says nothing in errors or the log", () => {
    for (const word of WORDS) {
      expect(said.filter((sentence) => sentence.toLowerCase().includes(word))).toEqual([]);
      expect(logged.filter((line) => line.toLowerCase().includes(word))).toEqual([]);
    }
  });

  it.skipIf(!open)("stores nothing in the clear, in any column of any table, the audit included", async () => {
    const rows = await house.database.transaction(async (tx) => {
      const { rows: tables } = await tx.execute<{ name: string }>(
        sql`select table_name as name from information_schema.tables where table_schema = 'public'`,
      );
      const found: { table: string; row: string }[] = [];
      for (const { name } of tables) {
        const { rows: texts } = await tx.execute<{ row: string }>(
          sql`select t::text as row from ${sql.identifier(name)} as t`,
        );
        found.push(...texts.map(({ row }) => ({ table: name, row: row.toLowerCase() })));
      }
      return found;
    });
    const count = (table: string) => rows.filter((row) => row.table === table).length;
    for (const table of ["patients", "resources", "predictions", "flags", "interventions", "responses", "break_glass"])
      expect(count(table), table).toBeGreaterThan(0);
    expect(count("audit")).toBeGreaterThan(20);
    // As text, and as PostgreSQL writes bytes.
    for (const word of WORDS) {
      const forms = [word, Buffer.from(word).toString("hex"), Buffer.from(word.toUpperCase()).toString("hex")];
      for (const form of forms)
        expect(rows.filter(({ row }) => row.includes(form)).map(({ table }) => table)).toEqual([]);
    }
  });
});
