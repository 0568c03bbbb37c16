import { Fault } from "@/lib/core/fault";
import { maskForView } from "@/lib/core/features/encode";
import { NOT_RECORDED, VIEWS } from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";
import type { Manifest } from "@/lib/core/model/manifest";
import type { OpenModel } from "@/lib/io/onnx/open-model";

/** The manifest keeps six decimals and the graph single precision. */
const TOLERANCE = 1e-4;

/**
 * Asks the graph about a stay of which nothing is recorded, in each view, and compares every baseline and every
 * single term with what the manifest says of them. A manifest of another model, with terms more, fewer or in another
 * order, would put words to numbers that are not theirs. Throws Fault not-ready naming the file.
 * @param path the manifest, named in the sentence
 */
export async function assertSameGraph(path: string, manifest: Manifest, score: OpenModel["score"]): Promise<void> {
  const width = FEATURES.length;
  const nothing = new Float32Array(VIEWS.length * width);
  for (const [index, view] of VIEWS.entries()) {
    nothing.set(maskForView(new Float32Array(width).fill(NOT_RECORDED), view), index * width);
  }
  const codes = Uint8Array.from(VIEWS, (_, view) => view);
  const { baseline, contributions } = await score(nothing, codes, { withBags: true });
  const isNear = (a: number, b: number): boolean => Math.abs(a - b) < TOLERANCE;
  const same = VIEWS.every((view, index) => {
    const calibration = manifest.views[view];
    const added = contributions.subarray(index * manifest.terms.length, (index + 1) * manifest.terms.length);
    return (
      isNear(baseline[index]!, calibration.baseline) &&
      manifest.terms.every((term, at) => {
        const isKnown = VIEWS.indexOf(term.knownFrom) <= index;
        if (!isKnown) return added[at] === 0;
        return term.kind === "pair" || isNear(added[at]!, term.notRecorded.added * calibration.scale);
      })
    );
  });
  if (!same) throw new Fault("not-ready", `${path} describes other terms than its model.onnx computes; retrain it.`);
}
