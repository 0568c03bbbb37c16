import { EvidenceList } from "@/components/patient/evidence-list";
import { Chip } from "@/components/ui/chip";
import { Disclosure } from "@/components/ui/disclosure";
import type { ClinicalScore, ScoreComponent } from "@/lib/core/model/scored-stay";
import { type Band, bandWords, HOSPITAL_BANDS, LACE_BANDS } from "@/lib/core/scores/score-band";
import type { EvidenceView } from "@/lib/core/worklist/stay-view";

const range = (low: number, high: number): string => (low === high ? String(low) : `${low}–${high}`);

interface ScoresCardProps {
  readonly lace: ClinicalScore;
  readonly hospital: ClinicalScore;
  readonly evidence: ReadonlyMap<string, EvidenceView>;
}

/** The two published scores, as ranges while something in them can still change. */
export function ScoresCard({ lace, hospital, evidence }: ScoresCardProps) {
  return (
    <section className="card" aria-labelledby="scores">
      <h2 id="scores" className="m-0 mb-2 text-base font-semibold">
        Published scores
      </h2>
      <Score name="LACE" score={lace} bands={LACE_BANDS} evidence={evidence} />
      <hr className="my-2.5 border-line" />
      <Score name="HOSPITAL" score={hospital} bands={HOSPITAL_BANDS} evidence={evidence} />
    </section>
  );
}

interface ScoreProps {
  readonly name: string;
  readonly score: ClinicalScore;
  readonly bands: readonly Band[];
  readonly evidence: ReadonlyMap<string, EvidenceView>;
}

function Score({ name, score, bands, evidence }: ScoreProps) {
  const unknown = score.components.filter((component) => score.unknown.includes(component.name));
  return (
    <div>
      <h3 className="m-0 flex flex-wrap items-baseline gap-x-2 text-base font-normal">
        <strong>
          {name} {range(score.low, score.high)}
        </strong>
        <span>
          of {score.maximum}: {bandWords(score.low, score.high, bands)}
        </span>
      </h3>
      {unknown.length > 0 && (
        <p className="m-0 mt-1">
          <Chip tone="warn">Not known: {unknown.map(({ label }) => label.toLowerCase()).join(", ")}</Chip>
        </p>
      )}
      <Disclosure
        summary={<span className="text-sm text-mut">How it is made up</span>}
        label={`How it is made up: ${name}`}
      >
        <ul className="m-0 list-none p-0 text-sm">
          {score.components.map((component) => (
            <Component key={component.name} component={component} evidence={evidence} />
          ))}
        </ul>
        <p className="m-0 mt-1.5 text-sm text-mut">{score.version}</p>
      </Disclosure>
    </div>
  );
}

function Component({
  component,
  evidence,
}: {
  readonly component: ScoreComponent;
  readonly evidence: ReadonlyMap<string, EvidenceView>;
}) {
  return (
    <li className="border-t border-line py-1">
      <div className="flex justify-between gap-3">
        <span>
          {component.label}
          <span className="block text-mut">{component.value ?? "not known"}</span>
        </span>
        <span className="font-semibold whitespace-nowrap">{range(component.low, component.high)}</span>
      </div>
      {component.evidence.length > 0 && (
        <details>
          <summary className="inline-block min-h-6 text-2xs text-mut underline underline-offset-2">
            Sources<span className="sr-only"> of {component.label}</span> ({component.evidence.length})
          </summary>
          <EvidenceList references={component.evidence} evidence={evidence} />
        </details>
      )}
    </li>
  );
}
