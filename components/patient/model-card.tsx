import Link from "next/link";
import type { ReactNode } from "react";
import { FactList } from "@/components/ui/fact-list";
import { Percentage } from "@/components/ui/percentage";
import { type CheckedHere, checkedWords } from "@/lib/core/validation/provenance";
import type { ModelFacts } from "@/lib/core/worklist/stay-view";

interface ModelCardProps {
  readonly model: ModelFacts;
  readonly checkedHere: CheckedHere | null;
  /** Beside a patient without a number no percentage may stand: it would be read as theirs. */
  readonly showsRate: boolean;
}

function HowCommon({ rate }: { readonly rate: number }) {
  return (
    <>
      <Percentage value={rate} /> of stays there were followed by a readmission within 30 days.
    </>
  );
}

/** What stands behind the number: what it is of, whom it is for, where it was learnt. */
export function ModelCard({ model, checkedHere, showsRate }: ModelCardProps) {
  const facts: [string, ReactNode][] = [
    ["Predicts", model.target],
    ["For", model.intendedPopulation],
    ["Learnt from", model.trainedOn],
    ["Checked here", checkedWords(checkedHere)],
    ["Version", `${model.task} ${model.version}`],
    ...(showsRate && model.baseRate !== null
      ? [["How common", <HowCommon key="rate" rate={model.baseRate} />] as [string, ReactNode]]
      : []),
  ];
  return (
    <section className="card" aria-labelledby="model">
      <h2 id="model" className="m-0 mb-1.5 text-base font-semibold">
        About this model
      </h2>
      <FactList facts={facts} />
      <p className="m-0 mt-2 print:hidden">
        <Link
          href={`/model-card/${model.version}`}
          className="quiet-link inline-flex items-center py-1 text-sm touch:min-h-11"
        >
          The whole model card: how good it is, for whom, and its limits
        </Link>
      </p>
    </section>
  );
}
