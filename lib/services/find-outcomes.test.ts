import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { outcomes } from "@/lib/io/database/schema";
import { findOutcomes } from "@/lib/services/find-outcomes";
import { importBundles } from "@/lib/services/import-bundles";
import { lastAudit } from "@/lib/services/test-house";
import { describeScoringHouse } from "@/lib/services/test-suite";

const operator = { system: "test" };
const WARD = { resourceType: "Location", id: "w1", name: "Ward 1", physicalType: { text: "Ward" } };

interface Stay {
  readonly id: string;
  readonly start: string;
  readonly end?: string;
  readonly disposition?: string;
  readonly tag?: string;
  /** Left out: in another hospital, on no ward of this one. */
  readonly elsewhere?: boolean;
}

function bundleOf(patient: string, stays: readonly Stay[], rest: Record<string, unknown> = {}) {
  const encounters = stays.map(({ id, start, end, disposition, tag, elsewhere }) => ({
    resourceType: "Encounter",
    id,
    ...(tag ? { meta: { tag: [{ code: tag }] } } : {}),
    status: end ? "finished" : "in-progress",
    class: { system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "IMP" },
    subject: { reference: `Patient/${patient}` },
    period: { start, ...(end ? { end } : {}) },
    ...(elsewhere ? {} : { location: [{ location: { reference: "Location/w1" } }] }),
    ...(disposition
      ? {
          hospitalization: {
            dischargeDisposition: { coding: [{ system: "https://www.nubc.org", code: disposition }] },
          },
        }
      : {}),
  }));
  const person = { resourceType: "Patient", id: patient, gender: "female", birthDate: "1950-03-01", ...rest };
  return {
    resourceType: "Bundle",
    type: "collection",
    entry: [person, WARD, ...encounters].map((resource) => ({ resource })),
  };
}

describeScoringHouse("outcomes on a database", ({ house }) => {
  const at = (day: string) => {
    house.now = new Date(`${day}T09:00:00Z`);
  };
  const outcomeOf = async (stayId: string) => {
    const rows = await house.database.transaction((tx) =>
      tx.select().from(outcomes).where(eq(outcomes.stayId, stayId)),
    );
    return rows[0];
  };

  it("are pending at import, and settled by the clock or by a stay that came in since", async () => {
    at("2026-03-10");
    const quiet = bundleOf("p1", [{ id: "s1", start: "2026-03-01T08:00:00Z", end: "2026-03-05T12:00:00Z" }]);
    const back: Stay[] = [{ id: "s2", start: "2026-03-01T08:00:00Z", end: "2026-03-05T12:00:00Z" }];
    expect(await importBundles(house, operator, { bundles: [quiet, bundleOf("p2", back)] })).toMatchObject({
      outcomes: 2,
    });
    expect(await outcomeOf("s1")).toMatchObject({
      status: "pending",
      simulated: false,
      maturesAt: new Date("2026-04-04T12:00:00Z"),
    });
    at("2026-03-20");
    expect(await findOutcomes(house, operator, {})).toEqual({ settled: 0, readmitted: 0, isMore: false });
    const again = [...back, { id: "s3", start: "2026-03-19T20:00:00Z" }];
    await importBundles(house, operator, { bundles: [bundleOf("p2", again)] });
    expect(await outcomeOf("s2")).toMatchObject({
      status: "readmitted",
      readmissionStayId: "s3",
      readmittedAt: new Date("2026-03-19T20:00:00Z"),
    });
    expect(await outcomeOf("s3")).toBeUndefined();
    at("2026-04-05");
    expect(await findOutcomes(house, operator, {})).toEqual({ settled: 1, readmitted: 0, isMore: false });
    expect(await outcomeOf("s1")).toMatchObject({ status: "not-readmitted" });
    expect(await lastAudit(house)).toMatchObject({ verb: "find-outcomes", outcome: "done", detail: { settled: 1 } });
  });

  it("leave out endings that are no index stay, with the reason, and stays elsewhere altogether", async () => {
    at("2026-06-01");
    const ended = (code: string) => ({
      start: "2026-03-01T08:00:00Z",
      end: "2026-03-05T12:00:00Z",
      disposition: code,
    });
    const codes = { died: "20", hospice: "51", "against-advice": "07", transferred: "02" };
    const bundles = Object.entries(codes).map(([reason, code]) =>
      bundleOf(`p-${reason}`, [{ id: `s-${reason}`, ...ended(code) }]),
    );
    const other = bundleOf("p-other", [{ id: "s-other", ...ended("01"), elsewhere: true }]);
    await importBundles(house, operator, { bundles: [...bundles, other] });
    for (const reason of Object.keys(codes))
      expect(await outcomeOf(`s-${reason}`)).toMatchObject({ status: "excluded", reason });
    expect(await outcomeOf("s-other")).toBeUndefined();
  });

  it("tell a death at home from staying away, and mark what a simulation decided", async () => {
    at("2026-06-01");
    const stay = { id: "s-home", start: "2026-03-01T08:00:00Z", end: "2026-03-05T12:00:00Z", tag: "simulated-outcome" };
    const died = bundleOf("p-home", [stay], { deceasedDateTime: "2026-03-20T04:00:00Z" });
    await importBundles(house, operator, { bundles: [died] });
    expect(await outcomeOf("s-home")).toMatchObject({ status: "died", simulated: true });
  });

  it("do not count a stay that is known only because its patient came back, unless the past is complete", async () => {
    at("2026-06-01");
    const both = (id: string) =>
      bundleOf(id, [
        { id: `${id}-old`, start: "2026-05-01T08:00:00Z", end: "2026-05-05T12:00:00Z" },
        { id: `${id}-now`, start: "2026-05-20T08:00:00Z" },
      ]);
    await importBundles(house, operator, { bundles: [both("met")] });
    await importBundles(house, operator, { bundles: [both("full")], past: "complete" });
    expect(await outcomeOf("met-old")).toMatchObject({ status: "excluded", reason: "known-only-by-return" });
    expect(await outcomeOf("full-old")).toMatchObject({ status: "readmitted", readmissionStayId: "full-now" });
    // Read again as met: what was said of each stands.
    at("2026-06-02");
    await importBundles(house, operator, { bundles: [both("met"), both("full")] });
    expect(await outcomeOf("met-old")).toMatchObject({ status: "excluded", reason: "known-only-by-return" });
    expect(await outcomeOf("full-old")).toMatchObject({ status: "readmitted" });
  });

  it("are taken back where the record takes back that a stay ended", async () => {
    at("2026-06-01");
    const ended = { id: "s-open", start: "2026-03-28T08:00:00Z", end: "2026-04-05T12:00:00Z" };
    const next = { id: "s-merged", start: "2026-04-08T09:00:00Z", end: "2026-04-10T12:00:00Z" };
    await importBundles(house, operator, { bundles: [bundleOf("p-open", [ended, next])], past: "complete" });
    expect(await outcomeOf("s-open")).toMatchObject({ status: "readmitted", readmissionStayId: "s-merged" });
    expect(await outcomeOf("s-merged")).toMatchObject({ status: "not-readmitted" });
    // The discharge was a slip: the patient never left, and the second Encounter was entered in error.
    const { end: _, ...goesOn } = ended;
    const corrected = bundleOf("p-open", [goesOn, next]);
    for (const { resource } of corrected.entry)
      if ("id" in resource && resource.id === "s-merged") Object.assign(resource, { status: "entered-in-error" });
    await importBundles(house, operator, { bundles: [corrected], past: "complete" });
    expect(await outcomeOf("s-open")).toBeUndefined();
    expect(await outcomeOf("s-merged")).toBeUndefined();
    expect(await outcomeOf("s-home")).toMatchObject({ status: "died" });
  });

  it("are found by the system alone; a refusal is audited", async () => {
    for (const who of ["nurse", "clinician", "administrator", "data-scientist", "compliance"] as const)
      await expect(findOutcomes(house, house.people[who], {})).rejects.toMatchObject({ code: "forbidden" });
    expect(await lastAudit(house)).toMatchObject({ verb: "find-outcomes", outcome: "refused" });
  });
});
