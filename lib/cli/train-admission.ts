import { createHash } from "node:crypto";
import { join } from "node:path";
import { admissionCard } from "@/lib/core/admission/admission-card";
import { makeAdmissionManifest } from "@/lib/core/admission/admission-manifest";
import { ADMISSION_SETTINGS, TRIAGE_VIEW, trainAdmission } from "@/lib/core/admission/ed-training";
import { validateRepeatedly } from "@/lib/core/admission/repeated-folds";
import { Fault } from "@/lib/core/fault";
import { logistic } from "@/lib/core/statistics/logistic";
import { toOnnx } from "@/lib/core/training/to-onnx";
import { readKtasVisits } from "@/lib/io/ktas-visits";
import { writeWhole } from "@/lib/io/write-whole";

/** Small data: one dealing-out of the visits moves the AUROC by a hundredth, so it is done this many times. */
const REPEATS = 10;

interface AdmissionOrder {
  readonly data: string;
  readonly out: string;
  readonly seed: number;
  /** Folds; 0 for no cross-validation. */
  readonly cv: number;
  readonly version: string;
  readonly codeVersion: string;
}

/** Trains the admission model and writes model.onnx, card.md and manifest.json. */
export async function trainAdmissionTask(
  { data: path, out, seed, cv, version, codeVersion }: AdmissionOrder,
  progress: (sentence: string) => void,
) {
  const { visits: all, sha256: dataSha256 } = await readKtasVisits(path);
  // Learnt from and measured on the patients it is for.
  const visits = all.filter(({ outside }) => outside.length === 0);
  const admitted = visits.filter(({ label }) => label === 1).length;
  if (admitted === 0 || admitted === visits.length)
    throw new Fault("bad-input", `${path} holds ${visits.length} visits, ${admitted} admitted: nothing to learn.`);
  const settings = { ...ADMISSION_SETTINGS, seed };
  const folds = cv > 0 ? await validateRepeatedly(visits, { folds: cv, repeats: REPEATS, settings }, progress) : null;
  progress(`training on ${visits.length} visits, ${settings.bags} bags`);
  const rows = Uint32Array.from(visits.keys());
  const trained = await trainAdmission(visits, rows, settings);
  const onnx = toOnnx(trained.model, trained.data.bins, codeVersion, "admission");
  const sha256 = createHash("sha256").update(onnx).digest("hex");
  const { scale, shift } = trained.model.calibration[TRIAGE_VIEW]!;
  const { heldOut } = trained;
  const manifest = makeAdmissionManifest(trained, {
    ...{ version, dataSha256, visits, settings, codeVersion },
    onnx: { sha256, bytes: onnx.length },
    honest: folds
      ? { rows, probabilities: folds.probabilities }
      : {
          rows: heldOut.rows,
          probabilities: heldOut.logits[TRIAGE_VIEW]!.map((z) => logistic(shift + scale * z)),
        },
    validation: folds?.report ?? null,
  });
  // The manifest last: until it is there, nothing loads the model beside it.
  await writeWhole(join(out, "model.onnx"), [onnx]);
  await writeWhole(join(out, "card.md"), [admissionCard(manifest)]);
  await writeWhole(join(out, "manifest.json"), [`${JSON.stringify(manifest)}\n`]);
  return {
    version,
    sha256,
    bytes: onnx.length,
    rows: visits.length,
    excluded: all.length - visits.length,
    crossValidation: folds?.report ?? null,
  };
}
