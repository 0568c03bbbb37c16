import { eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { patientSearch, stays } from "@/lib/io/database/schema";
import { findPatient } from "@/lib/services/find-patient";
import { readAudit } from "@/lib/services/read-audit";
import { lastAudit, readingOf, store, type TestHouse } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

describeHouse("find-patient on a database", ({ house }) => {
  beforeAll(async () => {
    await store(house, readingOf("p1", { familyName: "Müller-Lüdenscheidt" }));
    await store(house, readingOf("p2", { familyName: "Mueller" }));
    await store(house, readingOf("p3", { familyName: "Muller", wardId: "w2" }));
    await store(house, readingOf("p4", { familyName: "Mullens", dischargedAt: "2026-02-01T10:00:00Z" }));
    await store(house, readingOf("p5", { familyName: "Mullard", dischargedAt: "2025-11-01T10:00:00Z" }));
  });

  const found = async (text: string, who: keyof TestHouse["people"] = "nurse") =>
    (await findPatient(house, house.people[who], { text })).found.map(({ stayId }) => stayId);

  it("finds current and recent stays of the reader's wards by the beginnings of names", async () => {
    expect(await found("mul")).toEqual(["stay-p1", "stay-p4"]);
    expect(await found("MÜLLER lud")).toEqual(["stay-p1"]);
    expect(await found("ada müll")).toEqual(["stay-p1", "stay-p4"]);
    expect(await found("bob müll")).toEqual([]);
    expect(await found("lüdenscheidt")).toEqual(["stay-p1"]);
    expect(await found("mul", "visitor")).toEqual(["stay-p3"]);
    expect(await found("zzz")).toEqual([]);
    const { found: all } = await findPatient(house, house.people.clinician, { text: "mullens" });
    expect(all).toMatchObject([
      { patient: { familyName: "Mullens", mrn: "mrn-p4" }, wardName: "Ward 1", isCurrent: false, bed: "A-1" },
    ]);
  });

  it("finds by record number, however it is written, and by birth date with a name", async () => {
    expect(await found("MRN-P1")).toEqual(["stay-p1"]);
    expect(await found("mrn p1")).toEqual(["stay-p1"]);
    expect(await found("mrnp1")).toEqual(["stay-p1"]);
    expect(await found("1950-03-11 mueller")).toEqual(["stay-p2"]);
    expect(await found("mrn-p")).toEqual([]);
  });

  it("says of another ward only that such a number is there, to the exact number", async () => {
    const result = await findPatient(house, house.people.nurse, { text: "mrn-p3" });
    expect(result.found).toEqual([]);
    expect(result.elsewhere).toEqual([{ stayId: "stay-p3", wardName: "Ward 2", isCurrent: true }]);
    expect(JSON.stringify(result)).not.toMatch(/muller|ada|1950/i);
    // Who learnt of which stay can be asked of the audit; what was typed cannot.
    const entry = await lastAudit(house);
    expect(entry).toMatchObject({ verb: "find-patient", target: { stayIds: "stay-p3" }, detail: { elsewhere: 1 } });
    expect(JSON.stringify(entry)).not.toContain("mrn");
    const { lines } = await readAudit(house, house.people.compliance, { stayId: "stay-p3" });
    expect(lines.map(({ verb }) => verb)).toEqual(["find-patient"]);
    expect((await findPatient(house, house.people.nurse, { text: "Muller" })).elsewhere).toEqual([]);
    // Of several stays, where the patient is now.
    await house.database.transaction(async (tx) => {
      const [row] = await tx.select().from(stays).where(eq(stays.id, "stay-p3"));
      const earlier = { isCurrent: false, dischargedAt: new Date("2026-03-01T10:00:00Z"), predictionId: null };
      if (row) await tx.insert(stays).values({ ...row, id: "stay-p3-earlier", ...earlier });
    });
    const again = await findPatient(house, house.people.nurse, { text: "mrn-p3" });
    expect(again.elsewhere.map(({ stayId }) => stayId)).toEqual(["stay-p3"]);
    expect((await findPatient(house, house.people.visitor, { text: "mrn-p3" })).elsewhere).toEqual([]);
  });

  it("asks for more letters, and takes nothing of no or too much text", async () => {
    expect(await findPatient(house, house.people.nurse, { text: "m" })).toMatchObject({ isTooShort: true, found: [] });
    await expect(findPatient(house, house.people.nurse, { text: " " })).rejects.toMatchObject({ code: "bad-input" });
    await expect(findPatient(house, house.people.nurse, { text: "a".repeat(121) })).rejects.toMatchObject({
      code: "bad-input",
    });
  });

  it("writes counts into the audit and nothing that was typed or found", async () => {
    await findPatient(house, house.people.nurse, { text: "mul" });
    const entry = await lastAudit(house);
    expect(entry).toMatchObject({
      verb: "find-patient",
      outcome: "done",
      target: {},
      detail: { found: 2, hasMore: false, elsewhere: 0 },
    });
    expect(JSON.stringify(entry)).not.toContain("mul");
  });

  it("is for the ward's people alone", async () => {
    for (const who of ["administrator", "data-scientist", "compliance"] as const)
      await expect(findPatient(house, house.people[who], { text: "mul" })).rejects.toMatchObject({ code: "forbidden" });
    expect(await lastAudit(house)).toMatchObject({ outcome: "refused", target: {} });
  });

  it("follows a name that was corrected, and stores no word", async () => {
    await store(house, readingOf("p2", { familyName: "Schmidt" }));
    expect(await found("mueller")).toEqual([]);
    expect(await found("schm")).toEqual(["stay-p2"]);
    const rows = await house.database.transaction((tx) => tx.select().from(patientSearch));
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.every(({ token }) => /^[\w-]{22}$/.test(token))).toBe(true);
  });

  it("lists no more than fifty, and says that there are more", async () => {
    for (let n = 0; n < 51; n++) await store(house, readingOf(`many${n}`, { familyName: `Quell${n}` }));
    const result = await findPatient(house, house.people.nurse, { text: "quel" });
    expect(result).toMatchObject({ hasMore: true });
    expect(result.found).toHaveLength(50);
  });
});
