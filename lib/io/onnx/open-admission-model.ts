import { join } from "node:path";
import { type AdmissionManifest, admissionManifestSchema } from "@/lib/core/admission/admission-manifest";
import { ED_FEATURES, edFeatureIndex } from "@/lib/core/admission/ed-features";
import { TRIAGE_VIEW } from "@/lib/core/admission/ed-training";
import { Fault } from "@/lib/core/fault";
import { featureTableHash } from "@/lib/core/features/feature-table-hash";
import { assertSameBytes, openGraph } from "@/lib/io/onnx/open-graph";
import { readManifestAs, readModelFile } from "@/lib/io/onnx/read-manifest";

/** What the model says of one visit. */
export interface AdmissionScore {
  /** Of admission, 0–1. */
  readonly probability: number;
  /** Log-odds of the starting point. */
  readonly baseline: number;
  /** Log-odds that each row of ED_FEATURES added; with the baseline they are the probability's own. */
  readonly contributions: readonly number[];
}

export interface OpenAdmissionModel {
  readonly manifest: AdmissionManifest;
  readonly score: (encoded: readonly Float32Array[]) => Promise<AdmissionScore[]>;
  readonly close: () => Promise<void>;
}

/**
 * Opens an admission model's directory in threads of its own, after checking the feature table and the SHA-256.
 * Throws Fault not-ready in one sentence naming the file. Closed by whoever opened it.
 */
export async function openAdmissionModel(directory: string): Promise<OpenAdmissionModel> {
  const manifest = await readManifestAs(directory, admissionManifestSchema);
  const bytes = new Uint8Array(await readModelFile(join(directory, manifest.model.file)));
  return openAdmissionGraph(directory, manifest, bytes);
}

/** The same of a graph that is at hand; `name` is what a Fault calls it. */
export async function openAdmissionGraph(
  name: string,
  manifest: AdmissionManifest,
  bytes: Uint8Array,
): Promise<OpenAdmissionModel> {
  if (manifest.featureTableSha256 !== featureTableHash(ED_FEATURES))
    throw new Fault(
      "not-ready",
      `${join(name, "manifest.json")} was made for other features than this version of Wardlight computes; retrain it.`,
    );
  const file = join(name, manifest.model.file);
  assertSameBytes(file, bytes, manifest.model.sha256);
  const width = ED_FEATURES.length;
  const graph = await openGraph(file, bytes, { width, terms: manifest.terms.length, bags: manifest.bags });
  return {
    manifest,
    score: async (visits) => {
      const encoded = new Float32Array(visits.length * width);
      for (const [row, visit] of visits.entries()) encoded.set(visit, row * width);
      const said = await graph.score(encoded, new Uint8Array(visits.length).fill(TRIAGE_VIEW));
      const terms = manifest.terms.map(({ feature }) => edFeatureIndex(feature));
      return visits.map((_, row) => {
        const contributions = Array<number>(width).fill(0);
        for (const [term, column] of terms.entries())
          contributions[column] = said.contributions[row * terms.length + term] ?? 0;
        return { probability: said.probability[row] ?? 0, baseline: said.baseline[row] ?? 0, contributions };
      });
    },
    close: graph.close,
  };
}
