import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { metricsText } from "@/lib/io/operations/meters";
import { breakGlass } from "@/lib/services/break-glass";
import { listBreakGlass, reviewBreakGlass } from "@/lib/services/break-glass-review";
import { findPatient } from "@/lib/services/find-patient";
import { flagPrediction } from "@/lib/services/flags";
import { importBundles } from "@/lib/services/import-bundles";
import { noteIntervention } from "@/lib/services/interventions";
import { answerOperator } from "@/lib/services/operator-verbs";
import { readStay } from "@/lib/services/patient";
import { respondToPrediction } from "@/lib/services/responses";
import { signIn } from "@/lib/services/sign-in";
import { canaryBundle as bundle, CANARY, openListeningLog, WORDS } from "@/lib/services/test-canary";
import { describeScoringHouse } from "@/lib/services/test-suite";
import { listWorklist } from "@/lib/services/worklist";

const now = "2026-03-10T09:00:00.000Z";

describeScoringHouse("nothing that identifies a patient leaves", ({ house }) => {
  const { log, lines: logged } = openListeningLog();
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
    house.now = new Date(now);
    Object.assign(house, { log });
  });

  it("goes through what works and what fails", async () => {
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
    expect(logged.some((line) => /"msg":"scored"/.test(line) && /"version":"1\.0\.0"/.test(line))).toBe(true);
  });

  it("says nothing in errors, the log or the metrics", async () => {
    const { text } = await metricsText();
    expect(text).toMatch(/^wardlight_verb_duration_seconds_count\{verb="find-patient",outcome="refused"\} [1-9]/m);
    for (const word of WORDS) {
      expect(text.toLowerCase()).not.toContain(word);
      expect(said.filter((sentence) => sentence.toLowerCase().includes(word))).toEqual([]);
      expect(logged.filter((line) => line.toLowerCase().includes(word))).toEqual([]);
    }
  });

  it("stores nothing in the clear, in any column of any table, the audit included", async () => {
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
