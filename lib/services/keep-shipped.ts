import { join } from "node:path";
import { admissionManifestSchema } from "@/lib/core/admission/admission-manifest";
import type { AnyManifest } from "@/lib/core/registry/any-manifest";
import type { Clock } from "@/lib/io/clock";
import type { Database } from "@/lib/io/database/database";
import { readManifestAs, readModelFile } from "@/lib/io/onnx/read-manifest";
import { admissionDirectory } from "@/lib/services/admission-versions";
import type { ModelShelf } from "@/lib/services/model-shelf";
import { insertVersion, type NewVersion } from "@/lib/services/registry";

async function readShipped(directory: string, manifest: AnyManifest): Promise<NewVersion> {
  const onnx = await readModelFile(join(directory, manifest.model.file));
  const card = (await readModelFile(join(directory, "card.md"))).toString("utf8");
  return { manifest, onnx, card, source: "shipped" };
}

/**
 * What comes with a release, of each task, is registered when it first starts, so that a later release can still go
 * back to it.
 */
export async function keepShipped(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  shelf: ModelShelf,
  root: string,
): Promise<void> {
  const { manifest } = shelf.shipped;
  const admission = admissionDirectory(root);
  const shipped = [
    await readShipped(join(root, "models", manifest.task, manifest.version), manifest),
    await readShipped(admission, await readManifestAs(admission, admissionManifestSchema)),
  ];
  const actor = { id: "system", name: "release", role: "system", wardIds: [] } as const;
  await database.transaction(async (tx) => {
    const scope = { tx, now: clock.now(), actor };
    for (const version of shipped) await insertVersion(scope, version);
    // Looked at once before anybody asks, so that a promoted version is open by then.
    await shelf.plan(tx);
  });
}
