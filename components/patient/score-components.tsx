import { EvidenceList } from "@/components/patient/evidence-list";
import { Chip } from "@/components/ui/chip";
import { PartialDate } from "@/components/ui/partial-date";
import type { ScoreComponent } from "@/lib/core/model/scored-stay";
import { resultAge } from "@/lib/core/scores/result-age";
import type { EvidenceView } from "@/lib/core/worklist/stay-view";

interface ScoreComponentsProps {
  readonly components: readonly ScoreComponent[];
  readonly evidence: ReadonlyMap<string, EvidenceView>;
  /** The hospital's calendar day, YYYY-MM-DD, for a stay that goes on; null for one that has ended. */
  readonly today: string | null;
}

const range = (low: number, high: number): string => (low === high ? String(low) : `${low}–${high}`);

/** What a published score is made up of, each part with its points, its age where it is a result, and its sources. */
export function ScoreComponents({ components, evidence, today }: ScoreComponentsProps) {
  return (
    <ul className="m-0 list-none p-0 text-sm">
      {components.map((component) => (
        <li key={component.name} className="border-t border-line py-1">
          <div className="flex justify-between gap-3">
            <span>
              {component.label}
              <span className="block text-mut">
                {component.value ?? "not known"}
                <Age component={component} evidence={evidence} today={today} />
              </span>
            </span>
            <span className="font-semibold whitespace-nowrap">{range(component.low, component.high)}</span>
          </div>
          {component.evidence.length > 0 && (
            <details>
              <summary className="inline-block min-h-6 text-2xs text-mut underline underline-offset-2 touch:py-3.5">
                Sources<span className="sr-only"> of {component.label}</span> ({component.evidence.length})
              </summary>
              <EvidenceList references={component.evidence} evidence={evidence} />
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

function Age({
  component,
  evidence,
  today,
}: Pick<ScoreComponentsProps, "evidence" | "today"> & { readonly component: ScoreComponent }) {
  const days = component.evidence.map((reference) => evidence.get(reference)?.day ?? null);
  const age = resultAge(component.name, days, today);
  if (age === null) return null;
  return (
    <>
      , measured <PartialDate date={age.day} />
      {age.isStale && (
        <>
          {" "}
          <Chip tone="warn">{age.daysOld} days old</Chip>
        </>
      )}
    </>
  );
}
