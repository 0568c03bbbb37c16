import { beforeAll, expect, it } from "vitest";
import { modelVersions } from "@/lib/io/database/registry-schema";
import { validationReports, visibilityDecisions } from "@/lib/io/database/schema";
import { listPredictions } from "@/lib/services/list-predictions";
import { readStay } from "@/lib/services/patient";
import { readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";
import { setWriteBack } from "@/lib/services/write-back-setting";
import { askForWriting } from "@/lib/services/write-predictions";

const task = "readmission";

describeHouse("two versions, one of them approved here", ({ house }) => {
  beforeAll(async () => {
    house.isDemo = false;
    await setWriteBack(house, house.people.administrator, { isOn: true, organisation: "Test hospital" });
    for (const version of ["1.0.0", "2.0.0"]) await register(version);
    // Said by the champion, then by a canary; and by the champion again once the canary was gone.
    await say("p1", 0.31, "1.0.0");
    await say("p1", 0.72, "2.0.0");
    await say("p2", 0.12, "1.0.0");
    await say("p3", 0.83, "2.0.0");
    await say("p3", 0.24, "1.0.0");
  });

  const register = (version: string) =>
    house.database.transaction((tx) =>
      tx.insert(modelVersions).values({
        ...{ task, version, source: "registered", sha256: version, card: "", isExplained: true },
        ...{ manifest: { ...house.model.manifest, version }, onnx: Buffer.alloc(1), at: house.now, byUser: "test" },
      }),
    );
  async function say(id: string, probability: number, modelVersion: string) {
    house.now = new Date(house.now.getTime() + 60_000);
    const reading = readingOf(id, { probability });
    const stays = reading.stays.map(({ prepared, scored }) => ({ prepared, scored: { ...scored, modelVersion } }));
    await store(house, { ...reading, stays });
  }
  const decide = (kind: "approved" | "withdrawn", modelVersion: string) =>
    house.database.transaction(async (tx) => {
      const made = { task, modelVersion, at: house.now, stays: 900, readmissions: 120 };
      const [report] = await tx
        .insert(validationReports)
        .values({ ...made, byUser: "test", verdict: "usable", simulated: false, report: {} })
        .returning({ id: validationReports.id });
      for (const role of ["data-scientist", "clinician"] as const)
        await tx.insert(visibilityDecisions).values({
          ...{ task, modelVersion, reportId: report?.id ?? null, kind, role, at: house.now },
          ...{ userId: house.people[role].userId, note: Buffer.from("sealed") },
        });
    });
  const listed = async (modelVersion?: string) => {
    const page = await listPredictions(house, house.program, modelVersion ? { modelVersion } : {});
    return { ...page, predictions: page.predictions.map((one) => [one.patientId, one.probability]) };
  };
  const history = async (id: string) => {
    const { history: told } = await readStay(house, house.people.nurse, { stayId: `stay-${id}` });
    return told.map(({ modelVersion, probability, changed }) => [modelVersion, probability, changed]);
  };

  it("shows, lists and writes nothing while neither is", async () => {
    expect(await listed()).toMatchObject({ predictions: [], silentBecause: expect.stringMatching(/not been checked/) });
    expect(await history("p3")).toEqual([]);
    expect(await askForWriting(house)).toBe(0);
  });

  it("shows, lists and writes what the approved one said, and nothing of the other", async () => {
    await decide("approved", "1.0.0");
    expect(await listed()).toMatchObject({
      predictions: [
        ["p1", 0.31],
        ["p2", 0.12],
        ["p3", 0.24],
      ],
      silentBecause: null,
    });
    expect(await listed("2.0.0")).toMatchObject({ predictions: [], silentBecause: expect.any(String) });
    expect(await history("p3")).toEqual([
      ["1.0.0", 0.24, "The model gives a number again."],
      ["2.0.0", null, "The first score of this stay."],
    ]);
    // The newest of p1 is the canary's: not written, though the champion is approved.
    expect(await askForWriting(house)).toBe(2);
  });

  it("says of each version on a page how it was checked", async () => {
    await decide("approved", "2.0.0");
    const { predictions, provenance } = await listed();
    expect(predictions).toHaveLength(5);
    expect(provenance).toMatch(/1\.0\.0: Learnt from .*2\.0\.0: Learnt from /);
    expect(await askForWriting(house)).toBe(1);
  });

  it("stops with an approval that is taken back, of that version alone", async () => {
    await decide("withdrawn", "1.0.0");
    expect((await listed()).predictions).toEqual([
      ["p1", 0.72],
      ["p3", 0.83],
    ]);
  });
});
