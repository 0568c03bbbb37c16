import { Fault } from "@/lib/core/fault";
import { FEATURES } from "@/lib/core/features/feature-table";
import { featureTableHash } from "@/lib/core/features/feature-table-hash";
import type { Manifest } from "@/lib/core/model/manifest";
import { assertSameGraph } from "@/lib/io/onnx/assert-same-graph";
import { assertSameBytes, type OpenGraph, openGraph } from "@/lib/io/onnx/open-graph";

/** A graph that is open, with its manifest. */
export interface OpenModel extends OpenGraph {
  readonly manifest: Manifest;
}

/** What the two are called where something is wrong with one of them. */
interface Names {
  readonly manifest: string;
  readonly graph: string;
}

/** A registered version lies in no file: both are named by what it is. */
const namesOf = ({ task, version }: Manifest): Names => ({
  manifest: `The manifest of version ${version} of the ${task} model`,
  graph: `Version ${version} of the ${task} model`,
});

/** Refuses a manifest that was made for another feature table. */
function assertSameFeatures(name: string, manifest: Manifest): void {
  const same =
    manifest.featureTableSha256 === featureTableHash() &&
    manifest.features.length === FEATURES.length &&
    manifest.features.every((feature, index) => feature === FEATURES[index]!.name) &&
    manifest.terms.every((term) =>
      (term.kind === "single" ? [term.feature] : term.features).every((feature) => manifest.features.includes(feature)),
    );
  if (!same)
    throw new Fault(
      "not-ready",
      `${name} was made for other features than this version of Wardlight computes; retrain it.`,
    );
}

/**
 * Opens a graph that is at hand, in threads of its own: checks the feature table, the SHA-256 and, where the manifest
 * has terms, that the graph computes them. Throws Fault not-ready in one sentence. Closed by whoever opened it.
 */
export async function openModel(
  manifest: Manifest,
  bytes: Uint8Array,
  names: Names = namesOf(manifest),
): Promise<OpenModel> {
  assertSameFeatures(names.manifest, manifest);
  assertSameBytes(names.graph, bytes, manifest.model.sha256);
  const graph = await openGraph(names.graph, bytes, {
    width: FEATURES.length,
    terms: manifest.terms.length,
    bags: manifest.bags,
  });
  try {
    if (manifest.terms.length > 0) await assertSameGraph(names.manifest, manifest, graph.score);
  } catch (error) {
    await graph.close();
    throw error;
  }
  return { manifest, ...graph };
}
