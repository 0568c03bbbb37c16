import { beforeAll, expect, it } from "vitest";
import { breakGlass as breakGlassTable } from "@/lib/io/database/schema";
import { breakGlass } from "@/lib/services/break-glass";
import { listBreakGlass, reviewBreakGlass } from "@/lib/services/break-glass-review";
import { noteIntervention } from "@/lib/services/interventions";
import { readStay } from "@/lib/services/patient";
import { lastAudit, readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";
import { listWorklist } from "@/lib/services/worklist";

const MINUTE = 60_000;

describeHouse("break-glass on a database", ({ house }) => {
  const start = new Date("2026-03-10T09:00:00Z");
  beforeAll(async () => {
    for (const id of ["p1", "p2", "p3", "p4"]) await store(house, readingOf(id, { wardId: "w2" }));
    await store(house, readingOf("mine", { wardId: "w1" }));
  });

  const input = (stayId: string, note = "Called to the arrest of Mrs Testcase") => ({
    stayId,
    reason: "emergency" as const,
    note,
  });
  const at = (minutes: number) => {
    house.now = new Date(start.getTime() + minutes * MINUTE);
  };
  const read = (stayId: string) => readStay(house, house.people.nurse, { stayId });

  it("opens one stay of another ward for an hour, to read and to act, and no other", async () => {
    at(-1);
    await expect(read("stay-p1")).rejects.toMatchObject({ code: "forbidden" });
    at(0);
    const answer = await breakGlass(house, house.people.nurse, input("stay-p1"));
    expect(answer).toEqual({ stayId: "stay-p1", expiresAt: "2026-03-10T10:00:00.000Z" });
    const entry = await lastAudit(house);
    expect(entry).toMatchObject({
      verb: "break-glass",
      outcome: "done",
      target: { stayId: "stay-p1" },
      detail: { reason: "emergency", repeated: false },
    });
    expect(JSON.stringify(entry)).not.toContain("Testcase");

    at(1);
    expect(await read("stay-p1")).toMatchObject({
      patient: { familyName: "Testcase" },
      openedOutsideWardsUntil: "2026-03-10T10:00:00.000Z",
      may: { flag: true },
    });
    await noteIntervention(house, house.people.nurse, { stayIds: ["stay-p1"], kind: "visit", note: "" });
    await expect(read("stay-p2")).rejects.toMatchObject({ code: "forbidden" });
    // It opens a stay, not a ward, and not to anybody else.
    const list = await listWorklist(house, house.people.nurse, {});
    expect(list.rows.map(({ stayId }) => stayId)).toEqual(["stay-mine"]);
    await expect(readStay(house, house.people.clinician, { stayId: "stay-p1" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("says nothing of an opening to those whose ward it is", async () => {
    expect((await read("stay-mine")).openedOutsideWardsUntil).toBeNull();
    expect((await readStay(house, house.people.visitor, { stayId: "stay-p1" })).openedOutsideWardsUntil).toBeNull();
  });

  it("takes the same said twice as once, and ends by itself", async () => {
    at(5);
    const [one, two] = await Promise.all([
      breakGlass(house, house.people.nurse, input("stay-p2")),
      breakGlass(house, house.people.nurse, input("stay-p2")),
    ]);
    expect(one).toEqual(two);
    const rows = await house.database.transaction((tx) => tx.select().from(breakGlassTable));
    expect(rows.filter(({ stayId }) => stayId === "stay-p2")).toHaveLength(1);
    at(64);
    await read("stay-p2");
    at(65);
    await expect(read("stay-p2")).rejects.toMatchObject({ code: "forbidden" });
    expect(await lastAudit(house)).toMatchObject({ outcome: "refused", target: { stayId: "stay-p2" } });
  });

  it("asks for words, is not needed on one's own ward, and is not for everybody", async () => {
    await expect(breakGlass(house, house.people.nurse, input("stay-p3", "  "))).rejects.toMatchObject({
      code: "bad-input",
      message: "note: say in a few words why.",
    });
    await expect(breakGlass(house, house.people.nurse, input("stay-mine"))).rejects.toMatchObject({ code: "conflict" });
    await expect(breakGlass(house, house.people.nurse, input("nobody"))).rejects.toMatchObject({ code: "not-found" });
    for (const who of ["administrator", "data-scientist", "compliance"] as const)
      await expect(breakGlass(house, house.people[who], input("stay-p3"))).rejects.toMatchObject({ code: "forbidden" });
    expect(await lastAudit(house)).toMatchObject({
      verb: "break-glass",
      outcome: "refused",
      detail: { code: "forbidden" },
    });
  });

  it("shows the reviewer who, why and what was done meanwhile, and nothing of the patient", async () => {
    at(70);
    const list = await listBreakGlass(house, house.people.compliance, {});
    expect(list.open.map(({ stayId }) => stayId)).toEqual(["stay-p1", "stay-p2"]);
    expect(list.open[0]).toMatchObject({
      by: { name: "Test nurse", role: "nurse" },
      wardName: "Ward 2",
      reason: "emergency",
      note: "Called to the arrest of Mrs Testcase",
      at: "2026-03-10T09:00:00.000Z",
      expiresAt: "2026-03-10T10:00:00.000Z",
      acts: [
        { verb: "read-stay", outcome: "done", at: "2026-03-10T09:01:00.000Z" },
        { verb: "note-intervention", outcome: "done", at: "2026-03-10T09:01:00.000Z" },
      ],
      review: null,
    });
    expect(JSON.stringify(list.open).replaceAll("Mrs Testcase", "")).not.toMatch(/Testcase|Ada|1950|mrn/);
    expect(await lastAudit(house)).toMatchObject({ verb: "list-break-glass", detail: { open: 2, reviewed: 0 } });
    await expect(listBreakGlass(house, house.people.nurse, {})).rejects.toMatchObject({ code: "forbidden" });
  });

  it("is reviewed once; a no ends what is still open", async () => {
    at(80);
    await breakGlass(house, house.people.nurse, input("stay-p3"));
    await read("stay-p3");
    await noteIntervention(house, house.people.nurse, { stayIds: ["stay-mine", "stay-p3"], kind: "call" });
    const before = await listBreakGlass(house, house.people.compliance, {});
    const waiting = before.open.find(({ stayId }) => stayId === "stay-p3");
    expect(waiting?.acts.map(({ verb }) => verb)).toEqual(["read-stay", "note-intervention"]);
    const id = waiting?.id as string;
    const review = (verdict: "appropriate" | "not-appropriate", note: string) =>
      reviewBreakGlass(house, house.people.compliance, { id, verdict, note });
    await expect(review("not-appropriate", " ")).rejects.toMatchObject({ code: "bad-input" });
    await expect(reviewBreakGlass(house, house.people.clinician, { id, verdict: "appropriate" })).rejects.toMatchObject(
      { code: "forbidden" },
    );
    const reviewed = await review("not-appropriate", "Not on duty.");
    expect(reviewed.review).toMatchObject({
      verdict: "not-appropriate",
      note: "Not on duty.",
      byName: "Test compliance",
    });
    const entry = await lastAudit(house);
    expect(entry).toMatchObject({
      verb: "review-break-glass",
      target: { breakGlassId: id, stayId: "stay-p3" },
      detail: { verdict: "not-appropriate" },
    });
    expect(JSON.stringify(entry)).not.toContain("duty");
    await expect(review("appropriate", "")).rejects.toMatchObject({ code: "conflict" });
    await expect(read("stay-p3")).rejects.toMatchObject({ code: "forbidden" });
    const after = await listBreakGlass(house, house.people.compliance, {});
    expect(after.open).toHaveLength(2);
    expect(after.reviewed.map(({ stayId }) => stayId)).toEqual(["stay-p3"]);
    const [yes] = after.open;
    at(81);
    await reviewBreakGlass(house, house.people.compliance, { id: yes?.id as string, verdict: "appropriate" });
    expect((await listBreakGlass(house, house.people.compliance, {})).reviewed[0]).toMatchObject({
      stayId: "stay-p1",
      review: { verdict: "appropriate", note: "" },
    });
  });
});
