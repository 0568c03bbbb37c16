import { join } from "node:path";
import type { AdmissionManifest } from "@/lib/core/admission/admission-manifest";
import type { ModelTask } from "@/lib/core/model/model-task";
import { type ServingPlan, toPlan } from "@/lib/core/rollout/plan";
import type { Transaction } from "@/lib/io/database/database";
import { type OpenAdmissionModel, openAdmissionGraph, openAdmissionModel } from "@/lib/io/onnx/open-admission-model";
import type { House } from "@/lib/services/house";
import { shelfOf } from "@/lib/services/model-shelf";
import { findAdmissionGraph } from "@/lib/services/registry";
import { findRolloutEvents } from "@/lib/services/rollout-record";

/** The version of the admission model that comes with this release: it serves until another is promoted. */
const SHIPPED = "1.0.0";

/** Its folder, under the project's root. */
export const admissionDirectory = (root: string): string => join(root, "models/ed-admission", SHIPPED);

/** The version of a task that came with this release. */
export const shippedVersion = (house: Pick<House, "model">, task: ModelTask): string =>
  task === "admission" ? SHIPPED : shelfOf(house).shipped.facts.version;

/** Which version of the admission model serves, and which did before. */
export async function findAdmissionPlan(tx: Transaction): Promise<ServingPlan> {
  return toPlan(await findRolloutEvents(tx, "admission"), SHIPPED);
}

/** A registered version of the admission model, open; closed by whoever asked. A Fault where it is not registered. */
export async function openAdmissionVersion(house: House, version: string): Promise<OpenAdmissionModel> {
  if (version === SHIPPED && house.admissionModel !== undefined) return openAdmissionModel(house.admissionModel);
  const { manifest, bytes } = await house.database.transaction((tx) => findAdmissionGraph(tx, version));
  return openAdmissionGraph(`version ${version}`, manifest, bytes);
}

/** The version of the admission model that serves, open; null where none lies here. */
export async function openServingAdmission(house: House): Promise<OpenAdmissionModel | null> {
  const { champion } = await house.database.transaction(findAdmissionPlan);
  if (champion.rolloutId === null && house.admissionModel === undefined) return null;
  return openAdmissionVersion(house, champion.modelVersion);
}

/** What a registered version says of itself. A Fault where it is not registered. */
export async function findAdmissionManifest(tx: Transaction, version: string): Promise<AdmissionManifest> {
  return (await findAdmissionGraph(tx, version)).manifest;
}
