import onnxProto, { type onnx } from "onnx-proto";
import type { AdditiveModel } from "@/lib/core/training/additive-model";
import type { FeatureBins } from "@/lib/core/training/bin-feature";
import { addTerm, emptyEnsemble, type TreeEnsemble } from "@/lib/core/training/tree-ensemble";

// A CommonJS module: its namespace arrives as the default export.
const { AttributeProto, ModelProto, TensorProto } = onnxProto.onnx;
const { FLOAT, INT64, BOOL } = TensorProto.DataType;

const ints = (name: string, values: readonly number[]) => ({
  name,
  type: AttributeProto.AttributeType.INTS,
  ints: [...values],
});
const int = (name: string, value: number) => ({ name, type: AttributeProto.AttributeType.INT, i: value });
const floats = (name: string, values: readonly number[]) => ({
  name,
  type: AttributeProto.AttributeType.FLOATS,
  floats: [...values],
});
const strings = (name: string, values: readonly string[]) => ({
  name,
  type: AttributeProto.AttributeType.STRINGS,
  strings: values.map((value) => new TextEncoder().encode(value)),
});
const graphAttribute = (name: string, g: onnx.IGraphProto) => ({ name, type: AttributeProto.AttributeType.GRAPH, g });

const floatTensor = (name: string, dims: readonly number[], values: ArrayLike<number>): onnx.ITensorProto => ({
  name,
  dataType: FLOAT,
  dims: [...dims],
  floatData: Array.from(values),
});

const valueInfo = (name: string, elemType: number, dims: readonly (string | number)[]): onnx.IValueInfoProto => ({
  name,
  type: {
    tensorType: {
      elemType,
      shape: { dim: dims.map((dim) => (typeof dim === "string" ? { dimParam: dim } : { dimValue: dim })) },
    },
  },
});

function treeNode(name: string, input: string, output: string, targets: number, e: TreeEnsemble): onnx.INodeProto {
  return {
    name,
    opType: "TreeEnsembleRegressor",
    domain: "ai.onnx.ml",
    input: [input],
    output: [output],
    attribute: [
      int("n_targets", targets),
      ints("nodes_treeids", e.trees),
      ints("nodes_nodeids", e.nodes),
      ints("nodes_featureids", e.features),
      strings("nodes_modes", e.modes),
      floats("nodes_values", e.thresholds),
      ints("nodes_truenodeids", e.whenTrue),
      ints("nodes_falsenodeids", e.whenFalse),
      ints("target_treeids", e.leafTrees),
      ints("target_nodeids", e.leafNodes),
      ints("target_ids", e.leafTargets),
      floats("target_weights", e.leafWeights),
    ],
  };
}

const node = (opType: string, input: string[], output: string[], attribute: onnx.IAttributeProto[] = []) => ({
  name: output[0]!,
  opType,
  input,
  output,
  attribute,
});

/** Baseline of each view with its calibration folded in: shift + scale × baseline. Log-odds. */
export function calibratedBaselines(model: AdditiveModel): number[] {
  return model.calibration.map(({ scale, shift }, view) => shift + scale * model.baselines[view]!);
}

/**
 * Writes the model as one ONNX graph. The same model gives the same bytes.
 *
 * Inputs: `features` float [n, features], `view` int64 [n] (index of the view), `withBags` bool [1].
 * Outputs: `probability` float [n]; `contributions` float [n, terms], log-odds; `baseline` float [n], log-odds;
 * `bagLogits` float [n, bags], log-odds, zeros unless `withBags`: a branch not taken costs nothing.
 * baseline + Σ contributions = logit(probability).
 *
 * @see https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsembleRegressor.html
 */
export function toOnnx(
  model: AdditiveModel,
  bins: readonly FeatureBins[],
  codeVersion: string,
  task = "readmission",
): Uint8Array {
  const views = model.calibration.length;
  const terms = model.terms.length;
  const bags = model.bagBaselines.length;
  const single = emptyEnsemble();
  const bagged = emptyEnsemble();
  const allBags = Array.from({ length: bags }, (_, bag) => bag);
  for (const [index, term] of model.terms.entries()) {
    addTerm(single, index, term, bins, [index], (cell) => [Math.fround(term.shape[cell]!)]);
    addTerm(bagged, index, term, bins, allBags, (cell) => term.bagShapes.map((shape) => Math.fround(shape[cell]!)));
  }
  const bagBaselines = model.calibration.flatMap((_, view) => model.bagBaselines.map((baselines) => baselines[view]!));
  const thenBranch: onnx.IGraphProto = {
    name: "bags",
    node: [
      treeNode("bag_terms", "features", "bag_sum", bags, bagged),
      node("Gather", ["bag_baselines", "view"], ["bag_baseline"], [int("axis", 0)]),
      node("Add", ["bag_sum", "bag_baseline"], ["bag_raw"]),
      node("Mul", ["bag_raw", "scale"], ["bag_scaled"]),
      node("Add", ["bag_scaled", "shift"], ["bag_logits_then"]),
    ],
    output: [valueInfo("bag_logits_then", FLOAT, ["n", bags])],
  };
  const elseBranch: onnx.IGraphProto = {
    name: "no_bags",
    node: [node("Mul", ["scale", "no_bag"], ["bag_logits_else"])],
    output: [valueInfo("bag_logits_else", FLOAT, ["n", bags])],
  };
  const graph: onnx.IGraphProto = {
    name: task,
    input: [
      valueInfo("features", FLOAT, ["n", bins.length]),
      valueInfo("view", INT64, ["n"]),
      valueInfo("withBags", BOOL, [1]),
    ],
    output: [
      valueInfo("probability", FLOAT, ["n"]),
      valueInfo("contributions", FLOAT, ["n", terms]),
      valueInfo("baseline", FLOAT, ["n"]),
      valueInfo("bagLogits", FLOAT, ["n", bags]),
    ],
    initializer: [
      floatTensor("baselines", [views], calibratedBaselines(model)),
      floatTensor(
        "scales",
        [views, 1],
        model.calibration.map(({ scale }) => scale),
      ),
      floatTensor(
        "shifts",
        [views, 1],
        model.calibration.map(({ shift }) => shift),
      ),
      floatTensor("bag_baselines", [views, bags], bagBaselines),
      floatTensor("no_bag", [1, bags], new Float32Array(bags)),
      { name: "terms_axis", dataType: INT64, dims: [1], int64Data: [1] },
    ],
    node: [
      treeNode("terms", "features", "raw", terms, single),
      node("Gather", ["scales", "view"], ["scale"], [int("axis", 0)]),
      node("Gather", ["shifts", "view"], ["shift"], [int("axis", 0)]),
      node("Mul", ["raw", "scale"], ["contributions"]),
      node("Gather", ["baselines", "view"], ["baseline"], [int("axis", 0)]),
      node("ReduceSum", ["contributions", "terms_axis"], ["sum"], [int("keepdims", 0)]),
      node("Add", ["baseline", "sum"], ["logit"]),
      node("Sigmoid", ["logit"], ["probability"]),
      node(
        "If",
        ["withBags"],
        ["bagLogits"],
        [graphAttribute("then_branch", thenBranch), graphAttribute("else_branch", elseBranch)],
      ),
    ],
  };
  const proto = ModelProto.create({
    irVersion: 8,
    producerName: "wardlight",
    producerVersion: codeVersion,
    opsetImport: [
      { domain: "", version: 17 },
      { domain: "ai.onnx.ml", version: 3 },
    ],
    graph,
  });
  return ModelProto.encode(proto).finish();
}
