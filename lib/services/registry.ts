import { and, asc, eq, getTableColumns } from "drizzle-orm";
import type { AdmissionManifest } from "@/lib/core/admission/admission-manifest";
import { Fault } from "@/lib/core/fault";
import type { Manifest } from "@/lib/core/model/manifest";
import type { AnyManifest } from "@/lib/core/registry/any-manifest";
import type { Lineage, ModelVersion, VersionSource } from "@/lib/core/registry/model-version";
import type { Transaction } from "@/lib/io/database/database";
import { modelVersions } from "@/lib/io/database/registry-schema";
import type { Scope } from "@/lib/services/verb";

/** A version that is to be kept, with its graph. */
export interface NewVersion extends Partial<Lineage> {
  readonly manifest: AnyManifest;
  readonly onnx: Uint8Array;
  readonly card: string;
  readonly source: VersionSource;
  readonly experiments?: unknown;
}

const { onnx: _onnx, ...described } = getTableColumns(modelVersions);
const { manifest: _manifest, card: _card, experiments: _experiments, ...inOneLine } = described;

const ofOtherTask = (task: string): Fault =>
  new Fault("bad-input", `The ${task} model has no list, tiers or gates: see its own page and verbs.`);

type Row = Omit<typeof modelVersions.$inferSelect, "onnx">;
function toVersion({ manifest, ...row }: Row): ModelVersion {
  if (manifest.task !== "readmission") throw ofOtherTask(manifest.task);
  return { ...row, manifest, at: row.at.toISOString() };
}

/** A registered version in one line. */
export type VersionLine = Omit<ModelVersion, "manifest" | "card" | "experiments">;

/** Every registered version of any task in one line, oldest first. */
export async function findVersionLines(tx: Transaction, task: string): Promise<VersionLine[]> {
  const { at, version } = modelVersions;
  const rows = await tx
    .select(inOneLine)
    .from(modelVersions)
    .where(eq(modelVersions.task, task))
    .orderBy(asc(at), asc(version));
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Every registered version of the readmission model, oldest first, without the graphs. */
export async function findVersions(tx: Transaction, task: string): Promise<ModelVersion[]> {
  const { at, version } = modelVersions;
  const rows = await tx
    .select(described)
    .from(modelVersions)
    .where(eq(modelVersions.task, task))
    .orderBy(asc(at), asc(version));
  return rows.map(toVersion);
}

/** One version; a Fault where it is not registered. */
export async function findVersion(tx: Transaction, task: string, version: string): Promise<ModelVersion> {
  const [row] = await tx
    .select(described)
    .from(modelVersions)
    .where(and(eq(modelVersions.task, task), eq(modelVersions.version, version)));
  if (row === undefined) throw unknown(task, version);
  return toVersion(row);
}

const unknown = (task: string, version: string): Fault =>
  new Fault("not-found", `There is no version ${version} of the ${task} model.`);

async function findStored(tx: Transaction, task: string, version: string) {
  const [row] = await tx
    .select({ manifest: modelVersions.manifest, onnx: modelVersions.onnx })
    .from(modelVersions)
    .where(and(eq(modelVersions.task, task), eq(modelVersions.version, version)));
  if (row === undefined) throw unknown(task, version);
  return { manifest: row.manifest, bytes: new Uint8Array(row.onnx) };
}

interface Stored<M extends AnyManifest> {
  readonly manifest: M;
  readonly bytes: Uint8Array;
}

/** Manifest and graph of a version of the readmission model; a Fault where it is not registered. */
export async function findGraph(tx: Transaction, task: string, version: string): Promise<Stored<Manifest>> {
  const { manifest, bytes } = await findStored(tx, task, version);
  if (manifest.task !== "readmission") throw ofOtherTask(manifest.task);
  return { manifest, bytes };
}

/** Manifest and graph of a version of the admission model; a Fault where it is not registered. */
export async function findAdmissionGraph(tx: Transaction, version: string): Promise<Stored<AdmissionManifest>> {
  const { manifest, bytes } = await findStored(tx, "admission", version);
  if (manifest.task !== "admission") throw unknown("admission", version);
  return { manifest, bytes };
}

/**
 * Keeps a version for good. The same bytes under the same number again change nothing; other bytes under a number that
 * is taken are a Fault: a version never changes. Whoever calls has checked the graph (`check-model.ts`).
 */
export async function insertVersion(
  { tx, now, actor }: Pick<Scope, "tx" | "now" | "actor">,
  { manifest, onnx, card, source, experiments, ...lineage }: NewVersion,
): Promise<{ readonly isNew: boolean }> {
  const { task, version, model } = manifest;
  const made = await tx
    .insert(modelVersions)
    .values({
      ...{ task, version, source, sha256: model.sha256, manifest, card, onnx: Buffer.from(onnx) },
      isExplained: manifest.terms.length > 0,
      ...lineage,
      experiments: experiments ?? null,
      at: now,
      byUser: actor.role === "system" ? `system: ${actor.name}` : actor.id,
    })
    .onConflictDoNothing()
    .returning({ version: modelVersions.version });
  if (made.length > 0) return { isNew: true };
  const { manifest: known } = await findStored(tx, task, version);
  if (known.model.sha256 !== model.sha256)
    throw new Fault("conflict", `Version ${version} is registered already, with another file. Give it another number.`);
  return { isNew: false };
}
