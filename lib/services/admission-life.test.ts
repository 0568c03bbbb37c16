import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { ED_FEATURES } from "@/lib/core/admission/ed-features";
import { edVisits } from "@/lib/io/database/capacity-schema";
import { validationReports } from "@/lib/io/database/schema";
import { testRoot } from "@/lib/io/database/test-database";
import { admissionDirectory, openServingAdmission } from "@/lib/services/admission-versions";
import { noteSuccess } from "@/lib/services/connection-states";
import { decideVisibility } from "@/lib/services/decide-visibility";
import { keepShipped } from "@/lib/services/keep-shipped";
import { listVersions } from "@/lib/services/list-versions";
import { shelfOf } from "@/lib/services/model-shelf";
import { readEdBoard } from "@/lib/services/read-ed-board";
import { registerModel } from "@/lib/services/register-model";
import { promoteModel, rollBackModel } from "@/lib/services/rollouts";
import { DEMAND_STATE } from "@/lib/services/sync-demand";
import { lastAudit } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

const task = "admission";
const directory = admissionDirectory(testRoot);
const onnx = readFileSync(join(directory, "model.onnx")).toString("base64");
const manifest = { ...JSON.parse(readFileSync(join(directory, "manifest.json"), "utf8")), version: "1.1.0" };

describeHouse("the admission model's life outside the demo", ({ house }) => {
  beforeAll(async () => {
    Object.assign(house, { admissionModel: directory });
    house.isDemo = false;
    await keepShipped(house, shelfOf(house), testRoot);
    await house.database.transaction(async (tx) => {
      await tx.insert(edVisits).values({
        ...{ id: "v1", patientId: "x1", place: "Bay 1", synthetic: false, readAt: house.now, outside: [] },
        ...{ arrivedAt: house.now, features: ED_FEATURES.map(() => -1), probability: 0.5, modelVersion: "1.1.0" },
      });
      await noteSuccess(tx, DEMAND_STATE, house.now);
    });
  });
  const person = (role: "data-scientist" | "clinician" | "nurse") => house.people[role];
  const report = async (verdict: "usable" | "too-few", more: object = {}) => {
    house.now = new Date(house.now.getTime() + 1000);
    const made = { task, modelVersion: "1.1.0", at: house.now, stays: 900, readmissions: 300, simulated: false };
    const [row] = await house.database.transaction((tx) =>
      tx
        .insert(validationReports)
        .values({ ...made, byUser: "test", verdict, report: {}, ...more })
        .returning({ id: validationReports.id }),
    );
    return row?.id ?? "";
  };
  const board = () => readEdBoard(house, house.people.administrator, {});
  const promote = () => promoteModel(house, person("data-scientist"), { task, version: "1.1.0", why: "Ours" });

  it("has the shipped version in the registry, apart from those of the other task", async () => {
    const { versions, plan } = await listVersions(house, { system: "test" }, { task });
    expect(versions.map(({ version, source }) => [version, source])).toEqual([["1.0.0", "shipped"]]);
    expect(plan.champion.modelVersion).toBe("1.0.0");
    const others = await listVersions(house, { system: "test" }, {});
    expect(others.versions.map(({ task: of }) => of)).toEqual(["readmission"]);
  });

  it("registers a version after running it, and refuses one made for other features", async () => {
    const given = { onnx, manifest };
    expect(await registerModel(house, person("data-scientist"), given)).toMatchObject({ task, isNew: true });
    const other = { onnx, manifest: { ...manifest, version: "1.2.0", featureTableSha256: "0".repeat(64) } };
    await expect(registerModel(house, person("data-scientist"), other)).rejects.toMatchObject({ code: "bad-input" });
  });

  it("promotes only what its newest check here found usable, on real visits", async () => {
    await expect(promote()).rejects.toMatchObject({ code: "conflict" });
    await report("usable", { simulated: true });
    await expect(promote()).rejects.toMatchObject({ code: "conflict" });
    await report("too-few");
    await expect(promote()).rejects.toMatchObject({ code: "conflict" });
    await report("usable");
    await expect(promoteModel(house, person("nurse"), { task, version: "1.1.0", why: "Ours" })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await promote()).toMatchObject({ state: "serving", modelVersion: "1.1.0", rescored: 0 });
    expect(await lastAudit(house)).toMatchObject({ verb: "promote-model", target: { task, modelVersion: "1.1.0" } });
    const model = await openServingAdmission(house);
    await model?.close();
    expect(model?.manifest.version).toBe("1.1.0");
    await expect(promote()).rejects.toMatchObject({ code: "conflict" });
  });

  it("shows its chances once two people approved that check, and no more when one takes it back", async () => {
    const reportId = await report("usable");
    expect((await board()).rows.map(({ chance }) => chance)).toEqual([null]);
    const decide = (role: "data-scientist" | "clinician", kind: "approved" | "withdrawn" = "approved") =>
      decideVisibility(house, person(role), { task, kind, reportId });
    // A report of this model approves nothing of the other.
    await expect(decideVisibility(house, person("clinician"), { kind: "approved", reportId })).rejects.toMatchObject({
      code: "not-found",
    });
    expect(await decide("data-scientist")).toMatchObject({ state: "silent", because: "awaiting-approval" });
    expect((await board()).silentBecause).toContain("two approvals");
    expect(await decide("clinician")).toMatchObject({ state: "shown", because: "approved" });
    expect(await lastAudit(house)).toMatchObject({
      ...{ verb: "decide-visibility", target: { task, modelVersion: "1.1.0" }, detail: { shown: true } },
    });
    const shown = await board();
    expect(shown.rows.map(({ chance }) => chance)).toEqual([0.5]);
    expect(shown.model?.version).toBe("1.1.0");
    expect(await decide("clinician", "withdrawn")).toMatchObject({ state: "silent", because: "withdrawn" });
    expect((await board()).rows.map(({ chance }) => chance)).toEqual([null]);
  });

  it("goes back to the version before, which is silent", async () => {
    const back = await rollBackModel(house, person("clinician"), { task });
    expect(back).toMatchObject({ from: "1.1.0", to: "1.0.0", rescored: 0 });
    expect((await board()).model?.version).toBe("1.0.0");
    await expect(rollBackModel(house, person("clinician"), { task })).rejects.toMatchObject({ code: "conflict" });
  });
});
