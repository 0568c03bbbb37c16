import Link from "next/link";
import { Percentage } from "@/components/ui/percentage";
import { type CheckedHere, checkedWords } from "@/lib/core/validation/provenance";
import type { ModelFacts } from "@/lib/core/worklist/stay-view";

interface ModelCardProps {
  readonly model: ModelFacts;
  readonly checkedHere: CheckedHere | null;
  /** Beside a patient without a number no percentage may stand: it would be read as theirs. */
  readonly showsRate: boolean;
}

/** What stands behind the number: what it is of, whom it is for, where it was learnt. */
export function ModelCard({ model, checkedHere, showsRate }: ModelCardProps) {
  const facts = [
    ["Predicts", model.target],
    ["For", model.intendedPopulation],
    ["Learnt from", model.trainedOn],
    ["Checked here", checkedWords(checkedHere)],
    ["Version", `${model.task} ${model.version}`],
  ] as const;
  return (
    <section className="card" aria-labelledby="model">
      <h2 id="model" className="m-0 mb-1.5 text-base font-semibold">
        About this model
      </h2>
      <dl className="m-0 grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-mut">{name}</dt>
            <dd className="m-0">{value}</dd>
          </div>
        ))}
        {showsRate && model.baseRate !== null && (
          <div className="contents">
            <dt className="text-mut">How common</dt>
            <dd className="m-0">
              <Percentage value={model.baseRate} /> of stays there were followed by a readmission within 30 days.
            </dd>
          </div>
        )}
      </dl>
      <p className="m-0 mt-2 print:hidden">
        <Link href={`/model-card/${model.version}`} className="quiet-link inline-block py-1 text-sm">
          The whole model card: how good it is, for whom, and its limits
        </Link>
      </p>
    </section>
  );
}
