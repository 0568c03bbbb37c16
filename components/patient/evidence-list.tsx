import type { EvidenceView } from "@/lib/core/worklist/stay-view";

/** "3 Encounters", "1 Condition and 2 Observations": what a value was read from. */
export function evidenceWords(references: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reference of references) {
    const type = reference.split("/")[0] ?? reference;
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts].map(([type, count]) => (count === 1 ? type : `${count} ${type}s`)).join(", ");
}

/** The FHIR resources a value came from, each in words and by its reference. */
export function EvidenceList({
  references,
  evidence,
}: {
  readonly references: readonly string[];
  readonly evidence: ReadonlyMap<string, EvidenceView>;
}) {
  return (
    <ul className="m-0 list-none p-0 text-sm">
      {references.map((reference) => {
        const description = evidence.get(reference)?.description ?? reference;
        return (
          <li key={reference} className="py-0.5">
            {description}
            {description !== reference && <span className="block break-all text-2xs text-mut">{reference}</span>}
          </li>
        );
      })}
    </ul>
  );
}
