import { triageScores } from "@/lib/core/admission/repeated-folds";
import { aurocInterval, toClusters } from "@/lib/core/evaluation/cluster-bootstrap";
import { auroc } from "@/lib/core/evaluation/discrimination";
import { evaluateRows } from "@/lib/core/evaluation/evaluation-report";
import { keepInScope } from "@/lib/core/evaluation/keep-in-scope";
import { Fault } from "@/lib/core/fault";
import { chanceFrom } from "@/lib/core/training/chance";
import { readKtasVisits } from "@/lib/io/ktas-visits";
import { openAdmissionModel } from "@/lib/io/onnx/open-admission-model";

/** The admission model's figures on the labelled visits it is for, with those of triage level alone beside them. */
export async function evaluateAdmission({
  data,
  model: directory,
  bootstrapSeed,
}: {
  readonly data: string;
  readonly model: string;
  readonly bootstrapSeed: number;
}) {
  const { kept: visits, excluded } = keepInScope((await readKtasVisits(data)).visits);
  if (visits.length === 0) throw new Fault("bad-input", `${data} holds no visit inside the intended population.`);
  const model = await openAdmissionModel(directory);
  const scores = await model.score(visits.map(({ encoded }) => encoded)).finally(() => model.close());
  const rows = visits.map(({ id, label, subgroups }, row) => ({
    ...{ patient: id, label, subgroups },
    probability: scores[row]!.probability,
  }));
  const labels = Uint8Array.from(visits, ({ label }) => label);
  const triage = triageScores(visits);
  const clusters = toClusters(visits.map(({ id }) => id));
  const report = {
    ...evaluateRows(rows, excluded, chanceFrom(bootstrapSeed)),
    triageAlone: {
      auroc: auroc(triage, labels),
      aurocCi95: aurocInterval(triage, labels, clusters, chanceFrom(bootstrapSeed)),
    },
  };
  return {
    report,
    predictions: rows.map(({ patient, label, probability }) => ({ id: patient, probability, label })),
  };
}
