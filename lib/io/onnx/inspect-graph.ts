import onnxProto, { type onnx } from "onnx-proto";
import { type GraphShape, TASK_CONTRACTS } from "@/lib/io/onnx/task-contract";

const { ModelProto, TensorProto } = onnxProto.onnx;
const { FLOAT, INT64, BOOL } = TensorProto.DataType;

/** What is refused and why; codes so that tests and screens need not read sentences. */
export const GRAPH_PROBLEMS = {
  "too-large": "the file is larger than 32 MB",
  "not-onnx": "the file is not an ONNX model",
  "custom-operator": "it uses an operator that is not one of ONNX’s own",
  "forbidden-operator": "it uses a loop, chance, or text: its time or its answer could not be relied on",
  "external-data": "part of it lies in another file",
  "weights-not-finite": "its weights hold something that is no number",
  "too-many-nodes": "it has more than 20,000 nodes",
  "wrong-inputs": "its inputs are not those of the contract",
  "wrong-outputs": "its outputs are not those of the contract",
  "wrong-width": "it reads another number of features",
} as const;
export type GraphProblem = keyof typeof GRAPH_PROBLEMS;

const LARGEST_BYTES = 32 * 1024 * 1024;
const MOST_NODES = 20_000;
const OWN_DOMAINS = new Set(["", "ai.onnx", "ai.onnx.ml"]);
/** Loops may never end; chance answers differently each time; text and optional values are in no contract. */
const FORBIDDEN =
  /^(Loop|Scan|SequenceMap|Random\w*|Multinomial|Bernoulli|String\w*|Regex\w*|Tokenizer|TfIdf\w*|Optional\w*)$/;

interface Found {
  readonly nodes: onnx.INodeProto[];
  readonly tensors: onnx.ITensorProto[];
  readonly floats: ArrayLike<number>[];
  readonly graphs: number;
}

/** Everything in a graph and in the graphs inside it. Written without recursion: a hostile file nests deeply. */
function collect(root: onnx.IGraphProto): Found {
  const nodes: onnx.INodeProto[] = [];
  const tensors: onnx.ITensorProto[] = [];
  const floats: ArrayLike<number>[] = [];
  const waiting = [root];
  let graphs = 0;
  for (let graph = waiting.pop(); graph !== undefined; graph = waiting.pop()) {
    graphs++;
    tensors.push(...(graph.initializer ?? []));
    for (const sparse of graph.sparseInitializer ?? [])
      for (const part of [sparse.values, sparse.indices]) if (part) tensors.push(part);
    for (const node of graph.node ?? []) {
      nodes.push(node);
      if (nodes.length > MOST_NODES) return { nodes, tensors, floats, graphs };
      for (const attribute of node.attribute ?? []) {
        if (attribute.t) tensors.push(attribute.t);
        tensors.push(...(attribute.tensors ?? []));
        if (attribute.g) waiting.push(attribute.g);
        waiting.push(...(attribute.graphs ?? []));
        floats.push(attribute.floats ?? [], [attribute.f ?? 0]);
      }
    }
  }
  return { nodes, tensors, floats, graphs };
}

const areFinite = (values: ArrayLike<number>): boolean => {
  for (let at = 0; at < values.length; at++) if (!Number.isFinite(values[at])) return false;
  return true;
};

/** A tensor's floating-point values, however they are written; the whole numbers of others are always finite. */
function isFiniteTensor(tensor: onnx.ITensorProto): boolean {
  const { dataType, rawData } = tensor;
  if (!areFinite(tensor.floatData ?? []) || !areFinite(tensor.doubleData ?? [])) return false;
  if (!rawData || rawData.length === 0) return true;
  const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
  if (dataType === FLOAT)
    for (let at = 0; at + 4 <= view.byteLength; at += 4) if (!Number.isFinite(view.getFloat32(at, true))) return false;
  if (dataType === TensorProto.DataType.DOUBLE)
    for (let at = 0; at + 8 <= view.byteLength; at += 8) if (!Number.isFinite(view.getFloat64(at, true))) return false;
  return true;
}

interface Shaped {
  readonly name: string;
  readonly elemType: number;
  /** null: left open. */
  readonly dims: readonly (number | null)[];
}

function toShaped({ name, type }: onnx.IValueInfoProto): Shaped {
  const tensor = type?.tensorType;
  const dims = (tensor?.shape?.dim ?? []).map(({ dimValue }) =>
    dimValue === null || dimValue === undefined || Number(dimValue) === 0 ? null : Number(dimValue),
  );
  return { name: name ?? "", elemType: tensor?.elemType ?? 0, dims };
}

/** Inputs of the contract: `features` float [n, width]; `view` int64 [n] and `withBags` bool [1] where it wants them. */
function inputProblem(inputs: readonly Shaped[], width: number): GraphProblem | null {
  const byName = new Map(inputs.map((one) => [one.name, one]));
  const features = byName.get("features");
  if (byName.size !== inputs.length || features === undefined || features.elemType !== FLOAT) return "wrong-inputs";
  if (features.dims.length !== 2 || features.dims[0] !== null) return "wrong-inputs";
  if (features.dims[1] !== width) return "wrong-width";
  for (const { name, elemType, dims } of inputs) {
    const isKnown =
      name === "features" ||
      (name === "view" && elemType === INT64 && dims.length === 1 && dims[0] === null) ||
      (name === "withBags" && elemType === BOOL && dims.length === 1);
    if (!isKnown) return "wrong-inputs";
  }
  return null;
}

/**
 * Outputs of the contract: `probability` float [n]; where it explains itself also `contributions` float [n, terms] and
 * `baseline` float [n]; `bagLogits` float [n, bags] where its manifest has bags.
 */
function outputProblem(outputs: readonly Shaped[], terms: number, bags: number): GraphProblem | null {
  const byName = new Map(outputs.map((one) => [one.name, one]));
  const fits = (name: string, width: number | null): boolean => {
    const output = byName.get(name);
    if (output === undefined || output.elemType !== FLOAT) return false;
    if (width === null) return output.dims.length === 1;
    return output.dims.length === 2 && (output.dims[1] === width || output.dims[1] === null);
  };
  if (!fits("probability", null)) return "wrong-outputs";
  if (terms > 0 && !(fits("contributions", terms) && fits("baseline", null))) return "wrong-outputs";
  return bags > 0 && !fits("bagLogits", bags) ? "wrong-outputs" : null;
}

/**
 * Reads a model file as data and says what is wrong with it, before anything runs it; null where nothing is found.
 * Hostile bytes are decoded here: call it in a process of its own (`check-model.ts`).
 */
export function inspectGraph(
  bytes: Uint8Array,
  { terms, bags, task = "readmission" }: GraphShape,
): GraphProblem | null {
  if (bytes.length > LARGEST_BYTES) return "too-large";
  let model: onnx.ModelProto;
  try {
    model = ModelProto.decode(bytes);
  } catch {
    return "not-onnx";
  }
  const { graph } = model;
  if (!graph || (graph.node ?? []).length === 0) return "not-onnx";
  const { nodes, tensors, floats } = collect(graph);
  if (nodes.length > MOST_NODES) return "too-many-nodes";
  // Functions a file brings along are operators of its own.
  const ownFunctions = (model as { functions?: readonly unknown[] }).functions ?? [];
  const domains = [
    ...nodes.map(({ domain }) => domain ?? ""),
    ...(model.opsetImport ?? []).map(({ domain }) => domain ?? ""),
  ];
  if (ownFunctions.length > 0 || domains.some((domain) => !OWN_DOMAINS.has(domain))) return "custom-operator";
  if (nodes.some(({ opType }) => FORBIDDEN.test(opType ?? ""))) return "forbidden-operator";
  const isOutside = ({ dataLocation, externalData }: onnx.ITensorProto): boolean =>
    (externalData ?? []).length > 0 || dataLocation === TensorProto.DataLocation.EXTERNAL;
  if (tensors.some(isOutside)) return "external-data";
  if (!tensors.every(isFiniteTensor) || !floats.every(areFinite)) return "weights-not-finite";
  // Initialisers may be listed as inputs too: nobody has to feed those.
  const given = new Set((graph.initializer ?? []).map(({ name }) => name));
  const inputs = (graph.input ?? []).filter(({ name }) => !given.has(name)).map(toShaped);
  const width = TASK_CONTRACTS[task].features.length;
  return inputProblem(inputs, width) ?? outputProblem((graph.output ?? []).map(toShaped), terms, bags);
}
