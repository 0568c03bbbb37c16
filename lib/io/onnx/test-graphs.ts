import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import onnxProto, { type onnx } from "onnx-proto";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { featureTableHash } from "@/lib/core/features/feature-table-hash";
import { type Manifest, manifestSchema } from "@/lib/core/model/manifest";
import type { ModelDescription } from "@/lib/core/registry/model-description";

// For tests and benches only: model files as they should be, and as nobody should be served by.

const { AttributeProto, ModelProto, TensorProto } = onnxProto.onnx;
const { FLOAT, INT64, BOOL } = TensorProto.DataType;
const SHIPPED = "models/readmission/1.0.0";

/** A model with its manifest, as `train` would write it. */
export interface TestModel {
  readonly manifest: Manifest;
  readonly bytes: Uint8Array;
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The shipped model with all its numbers moved by so much (log-odds), as a version of its own. */
export function shiftedModel(version: string, shift: number): TestModel {
  const model = ModelProto.decode(readFileSync(`${SHIPPED}/model.onnx`));
  const baselines = model.graph?.initializer?.find(({ name }) => name === "baselines");
  if (!baselines?.floatData) throw new Error("The shipped graph has no baselines.");
  baselines.floatData = Array.from(baselines.floatData, (value) => value + shift);
  const bytes = ModelProto.encode(model).finish();
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(`${SHIPPED}/manifest.json`, "utf8")));
  const views = Object.fromEntries(
    Object.entries(manifest.views).map(([view, { baseline, scale }]) => [view, { baseline: baseline + shift, scale }]),
  ) as Manifest["views"];
  return {
    manifest: { ...manifest, version, views, model: { ...manifest.model, sha256: sha256(bytes), bytes: bytes.length } },
    bytes,
  };
}

type Node = onnx.INodeProto;
const node = (opType: string, input: string[], output: string[], attribute: onnx.IAttributeProto[] = []): Node => ({
  name: output[0] ?? opType,
  opType,
  input,
  output,
  attribute,
});
const int = (name: string, i: number): onnx.IAttributeProto => ({ name, type: AttributeProto.AttributeType.INT, i });
const floats = (name: string, dims: number[], floatData: number[]): onnx.ITensorProto => ({
  name,
  dataType: FLOAT,
  dims,
  floatData,
});
const ints = (name: string, dims: number[], int64Data: number[]): onnx.ITensorProto => ({
  name,
  dataType: INT64,
  dims,
  int64Data,
});
const value = (name: string, elemType: number, dims: (string | number)[]): onnx.IValueInfoProto => ({
  name,
  type: {
    tensorType: {
      elemType,
      shape: { dim: dims.map((dim) => (typeof dim === "string" ? { dimParam: dim } : { dimValue: dim })) },
    },
  },
});

export interface GraphParts {
  readonly nodes?: Node[];
  readonly initializers?: onnx.ITensorProto[];
  readonly inputs?: onnx.IValueInfoProto[];
  readonly outputs?: onnx.IValueInfoProto[];
  readonly domains?: string[];
}

const width = FEATURES.length;
/** A small logistic regression: a hundredth of every feature, summed. */
const WEIGHTS = floats(
  "weights",
  [width, 1],
  Array.from({ length: width }, () => 0.01),
);
const LOGISTIC: Node[] = [
  node("MatMul", ["features", "weights"], ["sum2"]),
  node("Squeeze", ["sum2", "axis"], ["sum"]),
  node("Add", ["sum", "intercept"], ["logit"]),
];

/** A model file; what is left out is as the contract wants it, without contributions. */
export function graphBytes({ nodes, initializers = [], inputs, outputs, domains = [""] }: GraphParts = {}): Uint8Array {
  const model = ModelProto.create({
    irVersion: 8,
    producerName: "test",
    opsetImport: domains.map((domain) => ({ domain, version: domain === "" ? 17 : 1 })),
    graph: {
      name: "test",
      node: nodes ?? [...LOGISTIC, node("Sigmoid", ["logit"], ["probability"])],
      initializer: [WEIGHTS, ints("axis", [1], [1]), floats("intercept", [1], [-2]), ...initializers],
      input: inputs ?? [value("features", FLOAT, ["n", width])],
      output: outputs ?? [value("probability", FLOAT, ["n"])],
    },
  });
  return ModelProto.encode(model).finish();
}

/** Works, but for stays with exactly these values of these features, of which it says what is no number. */
export function breaksOn(codes: Readonly<Record<string, number>>): Uint8Array {
  const names = Object.keys(codes);
  return graphBytes({
    nodes: [
      ...LOGISTIC,
      node("Sigmoid", ["logit"], ["sound"]),
      node("Gather", ["features", "column"], ["picked"], [int("axis", 1)]),
      node("Sub", ["picked", "codes"], ["apart"]),
      node("Abs", ["apart"], ["distance"]),
      node("ReduceSum", ["distance", "axis"], ["far"], [int("keepdims", 0)]),
      node("Equal", ["far", "zero"], ["isBad"]),
      node("Div", ["zero", "zero"], ["nothing"]),
      node("Where", ["isBad", "nothing", "sound"], ["probability"]),
    ],
    initializers: [
      ints("column", [names.length], names.map(featureIndex)),
      floats("codes", [names.length], Object.values(codes)),
      // Weights that are no numbers are found by reading the file: this comes of a calculation.
      floats("zero", [1], [0]),
    ],
  });
}

/** The same file with something done to it. */
export function altered(bytes: Uint8Array, change: (model: onnx.ModelProto) => void): Uint8Array {
  const model = ModelProto.decode(bytes);
  change(model);
  return ModelProto.encode(model).finish();
}

export const onnxParts = { node, int, floats, ints, value, FLOAT, INT64, BOOL, LOGISTIC, TensorProto, AttributeProto };

/** What somebody would say of such a file. */
export const describedAs = (version: string): ModelDescription => ({
  contract: 1,
  task: "readmission",
  version,
  target: "any-readmission-30d",
  featureTableSha256: featureTableHash(),
  operatingPoints: { "very-high": 0.3, high: 0.2, moderate: 0.1, rule: "Chosen for a test." },
  intendedPopulation: { summary: "Adults in a test.", outside: [] },
  training: {
    source: "A test's own numbers",
    dataSha256: "0".repeat(64),
    rows: 100,
    positives: 10,
    patients: 90,
    madeWith: "a test",
  },
});
