import { beforeAll, describe, expect, it } from "vitest";
import { noteIntervention, withdrawIntervention } from "@/lib/services/interventions";
import { readStay } from "@/lib/services/patient";
import { exportAudit, readAudit, readFilter } from "@/lib/services/read-audit";
import { lastAudit, readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";
import { verifyAudit } from "@/lib/services/verify-audit";
import { listWorklist } from "@/lib/services/worklist";

describeHouse("reading the audit on a database", ({ house }) => {
  const read = (input: Parameters<typeof readAudit>[2] = {}) => readAudit(house, house.people.compliance, input);

  beforeAll(async () => {
    await store(house, readingOf("p1", { familyName: "Unmistakable" }));
    await readStay(house, house.people.clinician, { stayId: "stay-p1" });
    // 23:30 in London on the 9th, though the 10th in Helsinki: a day is the hospital's.
    house.now = new Date("2026-03-09T23:30:00Z");
    for (let n = 0; n < 60; n++) await listWorklist(house, house.people.nurse, {});
    await listWorklist(house, house.people.nurse, { wardId: "w2" }).catch(() => undefined);
    house.now = new Date("2026-03-10T10:00:00Z");
    await verifyAudit(house, { system: "test" }, {});
  });

  it("shows the newest first, page after page, each row once, and no patient's name", async () => {
    const seen: number[] = [];
    let before: number | null = null;
    do {
      const page = await read({ verb: "list-worklist", before });
      seen.push(...page.lines.map(({ seq }) => seq));
      before = page.nextBefore;
      expect(JSON.stringify(page)).not.toContain("Unmistakable");
    } while (before !== null);
    expect(seen).toHaveLength(61);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a));
    expect(await lastAudit(house)).toMatchObject({ verb: "read-audit", detail: { rows: 11, filters: "verb" } });
  });

  it("is narrowed by person, outcome, day and stay", async () => {
    const nurse = house.people.nurse.userId;
    expect((await read({ person: nurse })).lines.every(({ actorName }) => actorName === "Test nurse")).toBe(true);
    expect((await read({ person: "system" })).lines).toMatchObject([{ verb: "verify-audit", actorRole: "system" }]);
    expect((await read({ outcome: "refused" })).lines).toMatchObject([{ target: { wardId: "w2" } }]);
    expect((await read({ stayId: "stay-p1" })).lines.map(({ verb }) => verb)).toContain("read-stay");
    const days = (await read({ day: "2026-03-09" })).lines.map(({ at }) => at.slice(0, 10));
    expect([...new Set(days)]).toEqual(["2026-03-09"]);
    expect((await read({ day: "2026-03-11" })).lines).toEqual([]);
  });

  it("finds what was done for a stay among others, by the stay", async () => {
    await store(house, readingOf("p2"));
    const stayIds = ["stay-p1", "stay-p2"];
    const noted = await noteIntervention(house, house.people.nurse, { stayIds, kind: "call" });
    const interventionIds = noted.map(({ id }) => id);
    await withdrawIntervention(house, house.people.nurse, { interventionIds });
    const { lines } = await read({ stayId: "stay-p2" });
    expect(lines.map(({ verb }) => verb)).toEqual(["withdraw-intervention", "note-intervention"]);
    expect(lines.every(({ target }) => target.stayIds?.includes("stay-p1"))).toBe(true);
    // The beginning of an id is another stay.
    expect((await read({ stayId: "stay-p" })).lines).toEqual([]);
  });

  it("says how far the log is sealed, anchored and checked", async () => {
    const { standing } = await read();
    expect(standing).toMatchObject({ isShortened: false, lastCheck: { intact: true, problems: 0 } });
    expect(standing.anchor?.position).toBe(standing.sealed?.position);
  });

  it("exports what matches as CSV, and audits that", async () => {
    const csv = await exportAudit(house, house.people.compliance, { verb: "list-worklist" });
    const lines = csv.trimEnd().split("\r\n");
    expect(lines).toHaveLength(62);
    expect(lines[0]).toBe("number,time_utc,person_id,person,role,verb,outcome,about,detail");
    expect(lines[2]).toContain(",Test nurse,nurse,list-worklist,done,");
    expect(await lastAudit(house)).toMatchObject({ verb: "read-audit", detail: { exported: true, rows: 61 } });
  });

  it("is for compliance alone, and each refusal is audited", async () => {
    for (const person of ["nurse", "clinician", "administrator", "data-scientist"] as const) {
      await expect(readAudit(house, house.people[person], {})).rejects.toMatchObject({ code: "forbidden" });
      await expect(exportAudit(house, house.people[person], {})).rejects.toMatchObject({ code: "forbidden" });
      expect(await lastAudit(house)).toMatchObject({ verb: "read-audit", outcome: "refused" });
    }
    await expect(read({ day: "yesterday" })).rejects.toMatchObject({ code: "bad-input" });
  });
});

describe("a filter in an address", () => {
  it("is what is there and nothing that is blank or wrong", () => {
    expect(readFilter({ verb: "read-stay", day: "", stayId: " s1 ", other: "x" })).toEqual({
      person: null,
      verb: "read-stay",
      outcome: null,
      day: null,
      stayId: "s1",
    });
    expect(readFilter({ day: "yesterday" })).toMatchObject({ day: null });
  });
  it("keeps the others where one is wrong: a mistyped day must not show everybody", () => {
    const wanted = { day: "2026-02-30", person: "somebody", outcome: "neither", stayId: "s1" };
    expect(readFilter(wanted)).toEqual({ person: "somebody", verb: null, outcome: null, day: null, stayId: "s1" });
  });
});
