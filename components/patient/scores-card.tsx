import { MissingNotes } from "@/components/patient/missing-notes";
import { ScoreComponents } from "@/components/patient/score-components";
import { Chip } from "@/components/ui/chip";
import { Disclosure } from "@/components/ui/disclosure";
import type { ClinicalScore, DataIssue } from "@/lib/core/model/scored-stay";
import { type Band, bandWords, HOSPITAL_BANDS, LACE_BANDS } from "@/lib/core/scores/score-band";
import type { SortedIssues } from "@/lib/core/scores/score-issues";
import type { EvidenceView } from "@/lib/core/worklist/stay-view";

const range = (low: number, high: number): string => (low === high ? String(low) : `${low}–${high}`);

/** What each predicts: not what the model predicts. @see lib/core/scores/lace.ts, lib/core/scores/hospital.ts */
const PREDICTS = {
  lace: "Unplanned readmission or death within 30 days.",
  hospital: "Potentially avoidable readmission within 30 days.",
} as const;

interface ScoresCardProps {
  readonly lace: ClinicalScore;
  readonly hospital: ClinicalScore;
  readonly evidence: ReadonlyMap<string, EvidenceView>;
  readonly issues: SortedIssues;
  /** The hospital's calendar day, YYYY-MM-DD, for a stay that goes on; null for one that has ended. */
  readonly today: string | null;
}

/** The two published scores, as ranges while something in them can still change. */
export function ScoresCard({ lace, hospital, evidence, issues, today }: ScoresCardProps) {
  const common = { evidence, today };
  return (
    <section className="card" aria-labelledby="scores">
      <h2 id="scores" className="m-0 mb-2 text-base font-semibold">
        Published scores
      </h2>
      <Score name="LACE" predicts={PREDICTS.lace} score={lace} bands={LACE_BANDS} issues={issues.lace} {...common} />
      <hr className="my-2.5 border-line" />
      <Score
        name="HOSPITAL"
        predicts={PREDICTS.hospital}
        score={hospital}
        bands={HOSPITAL_BANDS}
        issues={issues.hospital}
        {...common}
      />
      <p className="m-0 mt-2.5 border-t border-line pt-2 text-sm text-mut">
        Each predicts something else than the model. Compare them by their published band, not point for point.
      </p>
    </section>
  );
}

interface ScoreProps {
  readonly name: string;
  readonly predicts: string;
  readonly score: ClinicalScore;
  readonly bands: readonly Band[];
  readonly issues: readonly DataIssue[];
  readonly evidence: ReadonlyMap<string, EvidenceView>;
  readonly today: string | null;
}

function Score({ name, predicts, score, bands, issues, evidence, today }: ScoreProps) {
  const unknown = score.components.filter((component) => score.unknown.includes(component.name));
  const canChange = score.low !== score.high;
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
      <p className="m-0 text-sm text-mut">
        {predicts}
        {canChange && today !== null && " A range: it can still change before discharge."}
      </p>
      {unknown.length > 0 && (
        <p className="m-0 mt-1">
          <Chip tone="warn">Not known: {unknown.map(({ label }) => label.toLowerCase()).join(", ")}</Chip>
        </p>
      )}
      <Disclosure
        summary={<span className="text-sm text-mut">How it is made up</span>}
        label={`How it is made up: ${name}`}
      >
        <ScoreComponents components={score.components} evidence={evidence} today={today} />
        <MissingNotes of={name} issues={issues} />
        <p className="m-0 mt-1.5 text-sm text-mut">{score.version}</p>
      </Disclosure>
    </div>
  );
}
