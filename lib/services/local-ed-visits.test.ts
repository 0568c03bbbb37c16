import { asc, eq } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { ED_FEATURES } from "@/lib/core/admission/ed-features";
import type { EdVisitNow } from "@/lib/core/admission/read-ed-visits";
import { edVisits, localEdVisits } from "@/lib/io/database/capacity-schema";
import { stays } from "@/lib/io/database/schema";
import { keepLocalVisits, settleLocalVisits } from "@/lib/services/local-ed-visits";
import { readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

const ARRIVED = "2026-03-10T06:00:00Z";
const GONE = new Date("2026-03-10T10:00:00Z");
const hoursAfterGone = (hours: number) => new Date(GONE.getTime() + hours * 3_600_000);

const visit = (patientId: string, more: Partial<EdVisitNow> = {}): EdVisitNow => ({
  ...{ patientId, visitId: `visit-${patientId}`, arrivedAt: ARRIVED, place: null, synthetic: false, evidence: {} },
  encoded: Float32Array.from(ED_FEATURES, () => 1),
  applicability: { inScope: true, reasons: [] },
  ...more,
});

describeHouse("emergency visits kept with how they ended", ({ house }) => {
  const keep = (visits: readonly EdVisitNow[], at = GONE) =>
    house.database.transaction((tx) => keepLocalVisits(tx, visits, null, { now: at, timeZone: house.timeZone }));
  const settle = (at = hoursAfterGone(48)) => house.database.transaction((tx) => settleLocalVisits(tx, at));
  const kept = () => house.database.transaction((tx) => tx.select().from(localEdVisits).orderBy(asc(localEdVisits.id)));
  /** The visit as the board has it. */
  const onBoard = (patientId: string, goneAt: Date | null, more: object = {}) =>
    house.database.transaction((tx) =>
      tx.insert(edVisits).values({
        ...{ id: `visit-${patientId}`, patientId, arrivedAt: new Date(ARRIVED), goneAt, readAt: GONE },
        ...{ features: [], outside: [], synthetic: false },
        ...more,
      }),
    );
  const stay = async (patientId: string, admittedAt: Date) => {
    await store(house, readingOf(patientId));
    await house.database.transaction((tx) =>
      tx.update(stays).set({ admittedAt }).where(eq(stays.patientId, patientId)),
    );
  };
  beforeEach(async () => {
    await house.database.transaction(async (tx) => {
      await tx.delete(localEdVisits);
      await tx.delete(edVisits);
      await tx.update(stays).set({ goneAt: GONE });
    });
  });

  it("keeps a visit once, as it was when it could first be scored", async () => {
    await keep([visit("a"), visit("b", { applicability: { inScope: false, reasons: ["The patient is under 18."] } })]);
    await keep([visit("a", { encoded: Float32Array.from(ED_FEATURES, () => 2) })], hoursAfterGone(1));
    const rows = await kept();
    expect(rows.map(({ id, knownAt, admitted }) => [id, knownAt, admitted])).toEqual([["visit-a", GONE, null]]);
    expect(rows[0]?.features).toEqual(ED_FEATURES.map(() => 1));
  });

  it("settles nothing until stays were read that began a day later", async () => {
    await keep([visit("c")]);
    await onBoard("c", GONE);
    await stay("early", hoursAfterGone(23));
    expect(await settle()).toBe(0);
    await stay("late", hoursAfterGone(25));
    expect(await settle()).toBe(1);
    expect((await kept()).map(({ admitted }) => admitted)).toEqual([false]);
    // Once is for good.
    expect(await settle()).toBe(0);
  });

  it("takes for admitted who has a stay that began since, and before they came back", async () => {
    await stay("late", hoursAfterGone(25));
    const began: Record<string, Date> = {
      atOnce: new Date(ARRIVED),
      boarded: hoursAfterGone(11),
      tooLate: hoursAfterGone(13),
      before: new Date("2026-03-10T05:00:00Z"),
      again: hoursAfterGone(6),
    };
    for (const [id, at] of Object.entries(began)) {
      await keep([visit(id)]);
      await onBoard(id, GONE);
      await stay(id, at);
    }
    await onBoard("again", null, { id: "visit-again-2", arrivedAt: hoursAfterGone(5) });
    await keep([visit("there")]);
    await onBoard("there", null);
    expect(await settle()).toBe(5);
    expect(Object.fromEntries((await kept()).map(({ patientId, admitted }) => [patientId, admitted]))).toEqual({
      ...{ atOnce: true, boarded: true, tooLate: false, before: false, again: false },
      there: null,
    });
  });

  it("takes no visit for a later one of itself, and two at once for one", async () => {
    await stay("late", hoursAfterGone(25));
    for (const [id, arrivedAt] of [
      ["corrected", hoursAfterGone(-1)],
      ["earlier", new Date(new Date(ARRIVED).getTime() - 3_600_000)],
    ] as const) {
      await keep([visit(id)]);
      await onBoard(id, GONE, { arrivedAt });
      await stay(id, id === "earlier" ? arrivedAt : hoursAfterGone(1));
    }
    await keep([visit("twice")]);
    await onBoard("twice", GONE);
    await onBoard("twice", GONE, { id: "visit-twice-2", arrivedAt: hoursAfterGone(-1) });
    await stay("twice", hoursAfterGone(1));
    expect(await settle()).toBe(3);
    expect((await kept()).map(({ admitted }) => admitted)).toEqual([true, true, true]);
  });

  it("lets go of what is older than two years", async () => {
    await keep([visit("old", { arrivedAt: "2024-03-01T00:00:00Z" }), visit("new")]);
    await settle();
    expect((await kept()).map(({ patientId }) => patientId)).toEqual(["new"]);
  });
});
