import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { adjudications } from "@/lib/io/database/review-schema";
import { outcomes, stays } from "@/lib/io/database/schema";
import { labels } from "@/lib/io/database/training-schema";
import { adjudicateFlag, withdrawAdjudication } from "@/lib/services/adjudicate-flag";
import { assignFlag } from "@/lib/services/assign-flag";
import { findStandingAdjudications } from "@/lib/services/find-adjudications";
import { flagPrediction, withdrawFlag } from "@/lib/services/flags";
import { listAdjudications } from "@/lib/services/list-adjudications";
import { readStay } from "@/lib/services/patient";
import { listReviews } from "@/lib/services/review-queue";
import { placeOf } from "@/lib/services/sealed-columns";
import { lastAudit, readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

const NO_ACTION = { decision: "no-action", agreement: "disagree" } as const;
const ELSEWHERE = {
  decision: "outcome-wrong",
  agreement: "agree",
  evidence: "readmission-elsewhere",
  readmittedOn: "2026-02-12",
  wasPlanned: false,
  note: "Letter of the other hospital.",
} as const;

type Said = Pick<typeof labels.$inferInsert, "target" | "status"> & {
  readonly planned?: string | null;
};

describeHouse("the review of flags on a database", ({ house }) => {
  const scientist = () => house.people["data-scientist"];

  /** A flag of its own patient, so that no test is in another's way. */
  async function flagged(
    id: string,
    kind: "too-high" | "too-low" | "wrong-data" | "not-appropriate" = "wrong-data",
    { by = "nurse" as "nurse" | "clinician" | "visitor", wardId = "w1", outcome = null as string | null } = {},
  ): Promise<string> {
    await store(house, readingOf(id, { probability: 0.4, wardId }));
    const stayId = `stay-${id}`;
    const { predictionId } = await readStay(house, house.people[by], { stayId });
    const said = { stayId, predictionId: predictionId ?? "", kind, note: "As told at the bed." };
    const flag = await flagPrediction(house, house.people[by], said);
    if (outcome !== null) await ended(stayId, outcome as "readmitted");
    return flag.id;
  }

  /** The stay ended five weeks ago, and this is what the record says became of it. */
  async function ended(stayId: string, status: "readmitted" | "not-readmitted" | "pending"): Promise<void> {
    const dischargedAt = new Date("2026-02-02T12:00:00Z");
    const maturesAt = new Date("2026-03-04T12:00:00Z");
    const row = { stayId, target: "any-readmission-30d", status, dischargedAt, maturesAt, simulated: true };
    await house.database.transaction(async (tx) => {
      await tx.update(stays).set({ dischargedAt, isCurrent: false }).where(sql`${stays.id} = ${stayId}`);
      await tx.insert(outcomes).values({ ...row, updatedAt: house.now });
    });
  }

  /** What the newest label of a stay says. */
  const labelled = (stayId: string, { target, status, planned = null }: Said) =>
    house.database.transaction(async (tx) => {
      const [stay] = await tx.select().from(stays).where(sql`${stays.id} = ${stayId}`);
      await tx.insert(labels).values({
        ...{ stayId, patientId: stay?.patientId ?? "", wardId: "w1", target, status, ruleVersion: "2" },
        ...{ reason: null, plannedBasis: null, readmissionStayId: null, readmittedAt: null, simulated: true },
        evidence: { stayIds: [stayId], encounters: [], planned },
        dischargedAt: new Date("2026-02-02T12:00:00Z"),
        maturesAt: new Date("2026-03-04T12:00:00Z"),
        subgroups: house.vault.seal({}, placeOf(labels.subgroups, stayId, target)),
        fingerprint: `${stayId} ${target} ${status}`,
        at: house.now,
      });
    });

  const item = async (flagId: string, reader = scientist()) => {
    const found = (await listReviews(house, reader, { choice: "all" })).items.find(({ id }) => id === flagId);
    if (found === undefined) throw new Error("the flag is not in the queue");
    return found;
  };

  it("goes from open to assigned to decided and back, and each step is audited", async () => {
    const flagId = await flagged("steps", "not-appropriate");
    expect(await item(flagId)).toMatchObject({ review: { state: "open" }, assignee: null, isOwn: false });

    const assigneeId = house.people.clinician.userId;
    await assignFlag(house, scientist(), { flagId, assigneeId });
    expect(await lastAudit(house)).toMatchObject({ verb: "assign-flag", target: { flagId, assigneeId } });
    expect(await item(flagId)).toMatchObject({ review: { state: "assigned" }, assignee: { name: "Test clinician" } });
    const mine = await listReviews(house, house.people.clinician, { choice: "mine" });
    expect(mine.items.map(({ id }) => id)).toContain(flagId);
    expect((await listReviews(house, scientist(), { choice: "mine" })).items.map(({ id }) => id)).not.toContain(flagId);

    house.now = new Date(house.now.getTime() + 7_200_000);
    const wanted = { flagId, decision: "exclude", agreement: "agree", note: "Transferred from a study." } as const;
    await adjudicateFlag(house, house.people.clinician, wanted);
    expect(await lastAudit(house)).toMatchObject({
      verb: "adjudicate-flag",
      outcome: "done",
      detail: { decision: "exclude", agreement: "agree" },
    });
    expect(await item(flagId)).toMatchObject({
      review: { state: "decided" },
      adjudications: [{ decision: "exclude", note: "Transferred from a study.", withdrawn: null }],
    });
    await expect(adjudicateFlag(house, scientist(), { flagId, ...NO_ACTION })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(assignFlag(house, scientist(), { flagId, assigneeId: null })).rejects.toMatchObject({
      code: "conflict",
    });

    await withdrawAdjudication(house, scientist(), { flagId, note: "It was no study." });
    expect(await lastAudit(house)).toMatchObject({ verb: "withdraw-adjudication", detail: { decision: "exclude" } });
    expect(await item(flagId)).toMatchObject({
      review: { state: "assigned" },
      adjudications: [{ decision: "exclude", withdrawn: { byName: "Test data-scientist", note: "It was no study." } }],
    });
    house.now = new Date(house.now.getTime() + 60_000);
    await adjudicateFlag(house, scientist(), { flagId, ...NO_ACTION });
    expect((await item(flagId)).adjudications.map(({ decision }) => decision)).toEqual(["no-action", "exclude"]);
  });

  it("lets nobody decide on their own flag, take it, or be given it", async () => {
    const flagId = await flagged("own", "wrong-data", { by: "clinician" });
    expect(await item(flagId, house.people.clinician)).toMatchObject({ isOwn: true });
    const { clinician } = house.people;
    await expect(adjudicateFlag(house, clinician, { flagId, ...NO_ACTION })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await lastAudit(house)).toMatchObject({ verb: "adjudicate-flag", outcome: "refused", target: { flagId } });
    await expect(assignFlag(house, clinician, { flagId, assigneeId: clinician.userId })).rejects.toMatchObject({
      code: "bad-input",
    });
    await adjudicateFlag(house, scientist(), { flagId, ...NO_ACTION });
    await expect(withdrawAdjudication(house, clinician, { flagId, note: "I was right." })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("holds too high and too low to no action, in the verb and in the database", async () => {
    for (const kind of ["too-high", "too-low"] as const) {
      const flagId = await flagged(kind, kind, { outcome: "not-readmitted" });
      const decisions = [
        ELSEWHERE,
        { decision: "feature-wrong", agreement: "agree", feature: "priorInpatient", correctedValue: 3 },
        { decision: "exclude", agreement: "agree", note: "It was too high." },
      ] as const;
      for (const decision of decisions) {
        await expect(adjudicateFlag(house, scientist(), { flagId, ...decision })).rejects.toMatchObject({
          code: "bad-input",
        });
      }
      await adjudicateFlag(house, scientist(), { flagId, decision: "no-action", agreement: "agree" });
      const standing = await house.database.transaction((tx) => findStandingAdjudications(tx, house.now));
      expect(standing.filter((one) => one.flagId === flagId)).toMatchObject([{ decision: "no-action" }]);
    }
    const forged = house.database.transaction((tx) =>
      tx.execute(sql`insert into adjudications (id, flag_id, flag_kind, stay_id, prediction_id, decision, agreement, user_id, role, note, at)
        select gen_random_uuid(), flag_id, flag_kind, stay_id, prediction_id, 'exclude', agreement, user_id, role, note, at
        from adjudications where flag_kind = 'too-high' limit 1`),
    );
    await expect(forged).rejects.toThrow();
  });

  it("calls an outcome wrong only with evidence, and only against an outcome on record", async () => {
    const flagId = await flagged("outcome", "wrong-data", { outcome: "not-readmitted" });
    const refused = async (change: object, code: string) =>
      expect(adjudicateFlag(house, scientist(), { flagId, ...ELSEWHERE, ...change })).rejects.toMatchObject({ code });
    await refused({ evidence: null }, "bad-input");
    await refused({ note: " " }, "bad-input");
    await refused({ readmittedOn: null }, "bad-input");
    await refused({ wasPlanned: null }, "bad-input");
    await refused({ readmittedOn: "2026-02-01" }, "bad-input");
    await refused({ readmittedOn: "2026-03-05" }, "bad-input");
    await refused({ evidence: "planned" }, "conflict");
    await refused({ evidence: "wrong-patient" }, "conflict");
    await adjudicateFlag(house, scientist(), { flagId, ...ELSEWHERE });
    const standing = await house.database.transaction((tx) => findStandingAdjudications(tx, house.now));
    expect(standing.find((one) => one.flagId === flagId)).toMatchObject({
      decision: "outcome-wrong",
      evidence: "readmission-elsewhere",
      wasPlanned: false,
      stayId: "stay-outcome",
    });
    expect((await item(flagId)).outcome).toMatchObject({ status: "not-readmitted", simulated: true });

    const none = await flagged("no-outcome");
    await expect(adjudicateFlag(house, scientist(), { flagId: none, ...ELSEWHERE })).rejects.toMatchObject({
      code: "conflict",
    });
    const pending = await flagged("pending", "wrong-data", { outcome: "pending" });
    await expect(adjudicateFlag(house, scientist(), { flagId: pending, ...ELSEWHERE })).rejects.toMatchObject({
      code: "conflict",
    });
    const readmitted = await flagged("readmitted", "wrong-data", { outcome: "readmitted" });
    await expect(adjudicateFlag(house, scientist(), { flagId: readmitted, ...ELSEWHERE })).rejects.toMatchObject({
      code: "conflict",
    });
    const planned = { ...ELSEWHERE, flagId: readmitted, evidence: "planned" } as const;
    await adjudicateFlag(house, scientist(), planned);
    // A day that belongs to other evidence is not kept.
    expect((await item(readmitted)).adjudications).toMatchObject([{ evidence: "planned", readmittedOn: null }]);
  });

  it("holds an outcome that is called wrong against the labels too, where the stay has some", async () => {
    const asPlanned = async (id: string, said: Said) => {
      const flagId = await flagged(id, "wrong-data", { outcome: "readmitted" });
      await labelled(`stay-${id}`, said);
      return adjudicateFlag(house, scientist(), { flagId, ...ELSEWHERE, evidence: "planned" });
    };
    const target = "unplanned-readmission-30d";
    const rule = "always planned: childbirth";
    await expect(asPlanned("by-rule", { target, status: "not-readmitted", planned: rule })).rejects.toThrow(rule);
    const first = { target, status: "not-readmitted" } as const;
    await expect(asPlanned("never", first)).rejects.toThrow(/counts no unplanned readmission/);
    const any = "any-readmission-30d";
    await expect(asPlanned("gone", { target: any, status: "withdrawn" })).rejects.toMatchObject({ code: "conflict" });
    expect(await asPlanned("truly", { target, status: "readmitted" })).toMatchObject({ decision: "outcome-wrong" });
  });

  it("encodes a corrected value, and refuses one that is none or the same", async () => {
    const flagId = await flagged("value");
    const correct = (change: object) =>
      adjudicateFlag(house, scientist(), { flagId, decision: "feature-wrong", agreement: "agree", ...change });
    await expect(correct({})).rejects.toMatchObject({ code: "bad-input" });
    await expect(correct({ feature: "priorInpatient" })).rejects.toMatchObject({ code: "bad-input" });
    await expect(correct({ feature: "shoeSize", correctedValue: 43 })).rejects.toMatchObject({ code: "bad-input" });
    await expect(correct({ feature: "priorInpatient", correctedValue: -2 })).rejects.toMatchObject({
      code: "bad-input",
    });
    // The test's patients have nothing recorded: that is the value the score was made with.
    await expect(correct({ feature: "priorInpatient", correctedValue: null })).rejects.toMatchObject({
      code: "bad-input",
    });
    await correct({ feature: "age", correctedValue: 74 });
    expect((await item(flagId)).adjudications).toMatchObject([
      { feature: "age", wasWords: "Age: not recorded", correctedWords: "Aged 70 to 79" },
    ]);
    const standing = await house.database.transaction((tx) => findStandingAdjudications(tx, house.now));
    expect(standing.find((one) => one.flagId === flagId)).toMatchObject({ feature: "age", corrected: 70 });
  });

  it("counts agreement and time to review, and filters by where a flag stands", async () => {
    const { measures, byChoice, total, items } = await listReviews(house, scientist(), { choice: "decided" });
    expect(total).toBe(items.length);
    expect(measures.decided).toBe(total);
    expect(measures.agreement.told).toBe(measures.decided - measures.agreement.cannotTell);
    expect(measures.hoursToReview?.nineInTen).toBeGreaterThan(2);
    const counts = Object.fromEntries(byChoice.map(({ name, count }) => [name, count]));
    expect(counts.waiting).toBe((counts.open ?? 0) + (counts.assigned ?? 0));
    expect(counts.all).toBe((counts.waiting ?? 0) + (counts.decided ?? 0));
    const high = await listReviews(house, scientist(), { choice: "decided", kind: "too-high" });
    expect(high.items.map(({ kind }) => kind)).toEqual(["too-high"]);
    expect(high.byKind.reduce((sum, { count }) => sum + count, 0)).toBe(total);
    expect(await lastAudit(house)).toMatchObject({
      verb: "list-reviews",
      detail: { flags: 1, choice: "decided", kind: "too-high" },
    });
  });

  it("takes a withdrawn flag out of the queue unless it was decided", async () => {
    const waiting = await flagged("taken");
    await withdrawFlag(house, house.people.nurse, { flagId: waiting });
    await expect(item(waiting)).rejects.toThrow();
    await expect(adjudicateFlag(house, scientist(), { flagId: waiting, ...NO_ACTION })).rejects.toMatchObject({
      code: "conflict",
    });
    const decided = await flagged("kept");
    await adjudicateFlag(house, scientist(), { flagId: decided, ...NO_ACTION });
    await withdrawFlag(house, house.people.nurse, { flagId: decided });
    expect(await item(decided)).toMatchObject({ review: { state: "decided" } });
  });

  it("keeps to the reader's wards and to those who decide", async () => {
    const flagId = await flagged("elsewhere", "wrong-data", { by: "visitor", wardId: "w2" });
    await expect(item(flagId)).rejects.toThrow();
    await expect(adjudicateFlag(house, scientist(), { flagId, ...NO_ACTION })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(listReviews(house, scientist(), { wardId: "w2" })).rejects.toMatchObject({ code: "forbidden" });
    const visitor = house.people.visitor.userId;
    const here = await flagged("here");
    await expect(assignFlag(house, scientist(), { flagId: here, assigneeId: visitor })).rejects.toMatchObject({
      code: "bad-input",
    });
    for (const role of ["nurse", "administrator", "compliance"] as const) {
      await expect(listReviews(house, house.people[role], {})).rejects.toMatchObject({ code: "forbidden" });
      await expect(adjudicateFlag(house, house.people[role], { flagId: here, ...NO_ACTION })).rejects.toMatchObject({
        code: "forbidden",
      });
    }
  });

  it("lists what stood at a moment, and changes no row that was written", async () => {
    const before = new Date("2026-03-10T08:00:00Z").toISOString();
    expect((await listAdjudications(house, scientist(), { asOf: before })).adjudications).toEqual([]);
    const { adjudications: now } = await listAdjudications(house, scientist(), {});
    expect(now.length).toBeGreaterThan(5);
    expect(now.every(({ withdrawn }) => withdrawn === null)).toBe(true);
    expect(await lastAudit(house)).toMatchObject({ verb: "list-adjudications", detail: { decisions: now.length } });
    const everywhere = await listAdjudications(house, { system: "test" }, {});
    expect(everywhere.adjudications.length).toBeGreaterThanOrEqual(now.length);
    const change = (text: string) => house.database.transaction((tx) => tx.execute(sql.raw(text)));
    await expect(change("update adjudications set decision = 'exclude'")).rejects.toThrow();
    await expect(change("delete from adjudications")).rejects.toThrow();
    await expect(change("update flag_assignments set assignee_id = null")).rejects.toThrow();
    // The note alone is sealed again when a key is replaced.
    await house.database.transaction((tx) => tx.update(adjudications).set({ note: sql`note` }));
  });
});
