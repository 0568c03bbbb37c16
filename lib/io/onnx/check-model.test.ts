import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { checkModel, type ModelProblem } from "@/lib/io/onnx/check-model";
import { altered, breaksOn, graphBytes, onnxParts, shiftedModel } from "@/lib/io/onnx/test-graphs";

const { node, int, floats, ints, value, FLOAT, INT64, LOGISTIC, TensorProto, AttributeProto } = onnxParts;
const none = { terms: 0, bags: 0 };
const probability = value("probability", FLOAT, ["n"]);
const sigmoid = node("Sigmoid", ["logit"], ["probability"]);
const tensor = (name: string, t: object) => ({ name, type: AttributeProto.AttributeType.TENSOR, t });

/** A square of ones, multiplied by itself over and over: right in every form, and never done in time. */
function endlessProducts(): Uint8Array {
  const side = 1_500;
  const products = Array.from({ length: 400 }, (_, at) =>
    node("MatMul", [at === 0 ? "square" : `p${at - 1}`, "square"], [`p${at}`]),
  );
  return graphBytes({
    nodes: [
      // Grows out of the input, so that nothing can be worked out beforehand.
      node("ReduceSum", ["features"], ["any"], [int("keepdims", 0)]),
      node("Mul", ["any", "zero"], ["nought"]),
      node("Expand", ["nought", "size"], ["square"]),
      ...products,
      node("ReduceMax", ["p399"], ["most"], [int("keepdims", 0)]),
      ...LOGISTIC,
      node("Add", ["logit", "most"], ["logit2"]),
      node("Sigmoid", ["logit2"], ["probability"]),
    ],
    initializers: [floats("zero", [], [0]), ints("size", [2], [side, side])],
  });
}

/** Asks for a tensor of 40 GB. */
function absurdAllocation(): Uint8Array {
  return graphBytes({
    nodes: [
      node("ReduceSum", ["features"], ["any"], [int("keepdims", 0)]),
      node("Expand", ["any", "size"], ["huge"]),
      node("Add", ["huge", "huge"], ["huger"]),
      node("ReduceMax", ["huger"], ["most"], [int("keepdims", 0)]),
      ...LOGISTIC,
      node("Add", ["logit", "most"], ["logit2"]),
      node("Sigmoid", ["logit2"], ["probability"]),
    ],
    initializers: [ints("size", [2], [100_000, 100_000])],
  });
}

const loop = node(
  "Loop",
  ["", "", "features"],
  ["out"],
  [{ name: "body", type: AttributeProto.AttributeType.GRAPH, g: { name: "b", node: [] } }],
);

/** Hidden in a branch of a branch. */
const nested = (inner: ReturnType<typeof node>) =>
  node(
    "If",
    ["c"],
    ["x"],
    [
      {
        name: "then_branch",
        type: AttributeProto.AttributeType.GRAPH,
        g: {
          name: "g",
          node: [
            node(
              "If",
              ["c"],
              ["y"],
              [{ name: "else_branch", type: AttributeProto.AttributeType.GRAPH, g: { name: "h", node: [inner] } }],
            ),
          ],
        },
      },
    ],
  );

const HOSTILE: readonly [string, () => Uint8Array, ModelProblem][] = [
  ["bytes that are none", () => Uint8Array.from({ length: 500 }, (_, at) => (at * 37) % 251), "not-onnx"],
  ["a file cut short", () => graphBytes().slice(0, 200), "not-onnx"],
  ["33 MB of nothing", () => new Uint8Array(33 * 1024 * 1024), "too-large"],
  ["an input of another name", () => graphBytes({ inputs: [value("x", FLOAT, ["n", 41])] }), "wrong-inputs"],
  [
    "an input more",
    () => graphBytes({ inputs: [value("features", FLOAT, ["n", 41]), value("salt", FLOAT, ["n"])] }),
    "wrong-inputs",
  ],
  ["whole numbers for features", () => graphBytes({ inputs: [value("features", INT64, ["n", 41])] }), "wrong-inputs"],
  ["one feature less", () => graphBytes({ inputs: [value("features", FLOAT, ["n", 40])] }), "wrong-width"],
  ["an output of another name", () => graphBytes({ outputs: [value("risk", FLOAT, ["n"])] }), "wrong-outputs"],
  [
    "two columns for a probability",
    () => graphBytes({ outputs: [value("probability", FLOAT, ["n", 2])] }),
    "wrong-outputs",
  ],
  [
    "weights that are no numbers",
    () => altered(graphBytes(), ({ graph }) => graph?.initializer?.[0]?.floatData?.splice(3, 1, Number.NaN)),
    "weights-not-finite",
  ],
  [
    "the same, raw",
    () =>
      altered(graphBytes(), ({ graph }) => {
        const weights = graph?.initializer?.[0];
        if (!weights) throw new Error("no weights");
        weights.rawData = new Uint8Array(new Float32Array(41).fill(Number.POSITIVE_INFINITY).buffer);
        weights.floatData = [];
      }),
    "weights-not-finite",
  ],
  [
    "the same in a constant",
    () =>
      graphBytes({
        nodes: [node("Constant", [], ["k"], [tensor("value", floats("k", [1], [Number.NaN]))]), ...LOGISTIC, sigmoid],
      }),
    "weights-not-finite",
  ],
  [
    "weights in another file",
    () =>
      altered(graphBytes(), ({ graph }) => {
        const weights = graph?.initializer?.[0];
        if (!weights) throw new Error("no weights");
        weights.dataLocation = TensorProto.DataLocation.EXTERNAL;
        weights.externalData = [{ key: "location", value: "/etc/passwd" }];
      }),
    "external-data",
  ],
  [
    "an operator of its own",
    () =>
      graphBytes({
        nodes: [{ ...node("Steal", ["features"], ["probability"]), domain: "com.example" }],
        domains: ["", "com.example"],
      }),
    "custom-operator",
  ],
  [
    "the same, hidden in branches",
    () =>
      graphBytes({
        nodes: [nested({ ...node("Steal", ["features"], ["z"]), domain: "com.example" }), ...LOGISTIC, sigmoid],
      }),
    "custom-operator",
  ],
  ["a loop", () => graphBytes({ nodes: [loop, ...LOGISTIC, sigmoid] }), "forbidden-operator"],
  [
    "a loop hidden in branches",
    () => graphBytes({ nodes: [nested(loop), ...LOGISTIC, sigmoid] }),
    "forbidden-operator",
  ],
  [
    "chance",
    () =>
      graphBytes({
        nodes: [...LOGISTIC, node("RandomNormalLike", ["logit"], ["r"]), node("Sigmoid", ["r"], ["probability"])],
      }),
    "forbidden-operator",
  ],
  [
    "30,000 nodes",
    () =>
      graphBytes({
        nodes: [...LOGISTIC, ...Array.from({ length: 30_000 }, (_, at) => node("Abs", ["logit"], [`a${at}`])), sigmoid],
      }),
    "too-many-nodes",
  ],
  [
    "log-odds for a probability",
    () => graphBytes({ nodes: [...LOGISTIC, node("Identity", ["logit"], ["probability"])] }),
    "not-a-probability",
  ],
  [
    "one number for everybody together",
    () =>
      graphBytes({
        nodes: [
          ...LOGISTIC,
          node("ReduceMean", ["logit"], ["one"], [int("keepdims", 1)]),
          node("Sigmoid", ["one"], ["probability"]),
        ],
        outputs: [probability],
      }),
    "wrong-results",
  ],
  [
    "a number that depends on the other stays",
    () =>
      graphBytes({
        nodes: [
          ...LOGISTIC,
          node("ReduceMean", ["logit"], ["middle"], [int("keepdims", 1)]),
          node("Sub", ["logit", "middle"], ["apart"]),
          node("Sigmoid", ["apart"], ["probability"]),
        ],
      }),
    "not-repeatable",
  ],
  [
    "an operator that does not exist",
    () => graphBytes({ nodes: [node("Nonesuch", ["features"], ["probability"])] }),
    "does-not-run",
  ],
];

describe("a model file", () => {
  const shipped = readFileSync("models/readmission/1.0.0/model.onnx");
  const { manifest } = shiftedModel("1.0.1", 0);
  const own = { terms: manifest.terms.length, bags: manifest.bags };
  let absurd: ModelProblem | null;
  let endless: ModelProblem | null;
  beforeAll(async () => {
    const limits = { wallMs: 30_000, cpuSeconds: 3, memoryMb: 1_536 };
    [absurd, endless] = await Promise.all([
      checkModel(absurdAllocation(), none),
      checkModel(endlessProducts(), none, limits),
    ]);
  });

  it("is taken where it is the shipped one, with its terms and bags", async () => {
    expect(await checkModel(shipped, own)).toBeNull();
  });

  it("is taken without contributions, and where it breaks on what no probe asks: the guard is for that", async () => {
    expect(await checkModel(graphBytes(), none)).toBeNull();
    expect(await checkModel(breaksOn({ lengthOfStayDays: 7.5 }), none)).toBeNull();
  });

  it("is refused where its contributions are missing or do not add up", async () => {
    expect(await checkModel(graphBytes(), { terms: 3, bags: 0 })).toBe("wrong-outputs");
    const skewed = altered(shipped, ({ graph }) => {
      const sum = graph?.node?.find(({ output }) => output?.[0] === "logit");
      if (!sum) throw new Error("no sum");
      sum.input = ["sum", "sum"];
    });
    expect(await checkModel(skewed, own)).toBe("does-not-add-up");
  });

  it.each(HOSTILE)("is refused: %s", async (_, make, problem) => {
    expect(await checkModel(make(), none)).toBe(problem);
  });

  it("is refused where it asks for absurd memory, or never comes to an end", () => {
    expect(["does-not-run", "too-much-memory"]).toContain(absurd);
    expect(endless).toBe("too-long");
  });
});
