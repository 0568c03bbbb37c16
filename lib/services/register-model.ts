import { createHash } from "node:crypto";
import { z } from "zod";
import { admissionCard } from "@/lib/core/admission/admission-card";
import { admissionManifestSchema } from "@/lib/core/admission/admission-manifest";
import { Fault } from "@/lib/core/fault";
import { featureTableHash } from "@/lib/core/features/feature-table-hash";
import { manifestSchema } from "@/lib/core/model/manifest";
import { modelCard } from "@/lib/core/model/model-card";
import type { AnyManifest } from "@/lib/core/registry/any-manifest";
import { describedCard, describedManifest, modelDescriptionSchema } from "@/lib/core/registry/model-description";
import { checkModel, MODEL_PROBLEMS } from "@/lib/io/onnx/check-model";
import { TASK_CONTRACTS } from "@/lib/io/onnx/task-contract";
import type { House } from "@/lib/services/house";
import { insertVersion } from "@/lib/services/registry";
import { type Caller, type Verb, verb } from "@/lib/services/verb";

/** What a file of 32 MB is in base64. */
const LONGEST_BASE64 = 44_739_244;

const given = z.object({
  /** The ONNX file, base64. */
  onnx: z.base64().min(4).max(LONGEST_BASE64),
  /** A manifest as `train` writes it, or a description (docs/model-contract.md). */
  manifest: z.record(z.string(), z.unknown()),
});

export interface RegisteredModel {
  readonly task: string;
  readonly version: string;
  readonly sha256: string;
  readonly isExplained: boolean;
  /** The very same was registered before. */
  readonly isNew: boolean;
}

interface Candidate {
  readonly manifest: AnyManifest;
  readonly card: string;
}

/** Names the first thing that is wrong with what was said of the model. */
function wrongDescription(error: z.ZodError): Fault {
  const [issue] = error.issues;
  return new Fault("bad-input", `manifest: ${issue?.path.join(".") || "it"}: ${issue?.message}.`);
}

function readAdmission(said: Readonly<Record<string, unknown>>): Candidate {
  const parsed = admissionManifestSchema.safeParse(said);
  if (!parsed.success) throw wrongDescription(parsed.error);
  return { manifest: parsed.data, card: admissionCard(parsed.data) };
}

function readReadmission(said: Readonly<Record<string, unknown>>): Candidate {
  const parsed = manifestSchema.safeParse(said);
  if (!parsed.success) throw wrongDescription(parsed.error);
  return { manifest: parsed.data, card: modelCard(parsed.data) };
}

function readCandidate(said: Readonly<Record<string, unknown>>, bytes: Uint8Array): Candidate {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if ("contract" in said) {
    const described = modelDescriptionSchema.safeParse(said);
    if (!described.success) throw wrongDescription(described.error);
    const manifest = describedManifest(described.data, { sha256, bytes: bytes.length });
    return { manifest, card: describedCard(described.data) };
  }
  const candidate = said.task === "admission" ? readAdmission(said) : readReadmission(said);
  if (candidate.manifest.model.sha256 !== sha256)
    throw new Fault("bad-input", "manifest: it describes another file; the SHA-256 differs.");
  return candidate;
}

/** First half: who may register at all, before anything is done with what they sent. */
const admit = verb({
  name: "register-model",
  input: given,
  about: () => ({}),
  wards: async () => [],
  run: async (_scope, { onnx, manifest: said }) => {
    const bytes = new Uint8Array(Buffer.from(onnx, "base64"));
    const candidate = readCandidate(said, bytes);
    const { task, version, featureTableSha256 } = candidate.manifest;
    const ours = featureTableHash(TASK_CONTRACTS[task].features);
    if (featureTableSha256 !== ours || ("featureTableSha256" in said && said.featureTableSha256 !== ours))
      throw new Fault("bad-input", "manifest: it was made for other features than this release computes.");
    const output = { ...candidate, bytes };
    return {
      output,
      audit: { target: { task, modelVersion: version }, detail: { step: "admitted", bytes: bytes.length } },
    };
  },
});

/** Second half: what was checked is kept. */
const keep = verb({
  name: "register-model",
  input: z.object({ manifest: z.custom<AnyManifest>(), card: z.string(), bytes: z.instanceof(Uint8Array) }),
  about: () => ({}),
  wards: async () => [],
  run: async (scope, { manifest, card, bytes }) => {
    const { isNew } = await insertVersion(scope, { manifest, card, onnx: bytes, source: "registered" });
    const { task, version, model } = manifest;
    const isExplained = manifest.terms.length > 0;
    const output: RegisteredModel = { task, version, sha256: model.sha256, isExplained, isNew };
    return {
      output,
      audit: { target: { task, modelVersion: version }, detail: { step: "kept", isNew, isExplained } },
      changed: isNew ? [{ kind: "model-version", ref: version }] : [],
    };
  },
});

async function register(house: House, caller: Caller, input: z.input<typeof given>): Promise<RegisteredModel> {
  const { manifest, card, bytes } = await admit(house, caller, input);
  const problem = await checkModel(bytes, { task: manifest.task, terms: manifest.terms.length, bags: manifest.bags });
  if (problem !== null) throw new Fault("bad-input", `This model is refused: ${MODEL_PROBLEMS[problem]} (${problem}).`);
  return keep(house, caller, { manifest, card, bytes });
}

/**
 * Registers a version made elsewhere or trained by `train`: read as data and run on made-up stays in a process of its own
 * with limits, and kept for good. It serves nobody until a rollout says so.
 */
export const registerModel: Verb<typeof given, RegisteredModel> = Object.assign(register, {
  verbName: "register-model" as const,
  input: given,
});
