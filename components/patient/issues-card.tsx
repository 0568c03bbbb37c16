import { MissingNotes } from "@/components/patient/missing-notes";
import type { DataIssue } from "@/lib/core/model/scored-stay";

/** What else is missing or odd in the data; what weakens a score stands beside that score. */
export function IssuesCard({ issues }: { readonly issues: readonly DataIssue[] }) {
  return (
    <section className="card" aria-labelledby="issues">
      <h2 id="issues" className="m-0 text-base font-semibold">
        Other remarks on the data
      </h2>
      {issues.length === 0 ? (
        <p className="m-0 mt-1 text-mut">
          Nothing else was noticed. What weakens a score stands beside it. That does not mean the record is complete.
        </p>
      ) : (
        <MissingNotes of="the rest of the data" issues={issues} />
      )}
    </section>
  );
}
