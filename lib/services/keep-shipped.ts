import { join } from "node:path";
import type { Clock } from "@/lib/io/clock";
import type { Database } from "@/lib/io/database/database";
import { readModelFile } from "@/lib/io/onnx/read-manifest";
import type { ModelShelf } from "@/lib/services/model-shelf";
import { insertVersion } from "@/lib/services/registry";

/** What comes with a release is registered when it first starts, so that a later release can still go back to it. */
export async function keepShipped(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  shelf: ModelShelf,
  root: string,
): Promise<void> {
  const { manifest } = shelf.shipped;
  const directory = join(root, "models", manifest.task, manifest.version);
  const onnx = await readModelFile(join(directory, manifest.model.file));
  const card = (await readModelFile(join(directory, "card.md"))).toString("utf8");
  const actor = { id: "system", name: "release", role: "system", wardIds: [] } as const;
  await database.transaction(async (tx) => {
    const scope = { tx, now: clock.now(), actor };
    await insertVersion(scope, { manifest, onnx, card, source: "shipped" });
    // Looked at once before anybody asks, so that a promoted version is open by then.
    await shelf.plan(tx);
  });
}
