"use client";
import { Age } from "@/components/connections/way-card";
import { Chip } from "@/components/ui/chip";
import { type BulkJobView, errorWords } from "@/lib/core/connections/connections-overview";

const STATES: Readonly<Record<string, string>> = {
  running: "Under way",
  done: "Done",
  partial: "Done in part",
  failed: "Failed",
  cancelled: "Cancelled",
};

/** The newest imports of many patients at once. */
export function BulkJobs({ jobs }: { readonly jobs: readonly BulkJobView[] }) {
  return (
    <ul aria-label="Imports" className="card m-0 list-none divide-y divide-line p-0">
      {jobs.map(({ id, kind, state, startedAt, errorCode, counts }) => (
        <li key={id} className="px-4 py-2.5">
          <p className="m-0 flex flex-wrap items-center gap-2 font-semibold">
            {kind === "export" ? "Bulk export" : "Folder of files"}
            <Chip tone={state === "failed" || state === "partial" ? "warn" : "plain"}>{STATES[state] ?? state}</Chip>
          </p>
          <p className="m-0 text-sm text-mut tabular-nums">
            Begun <Age at={startedAt} />
            {Object.entries(counts).map(([key, n]) => ` · ${n.toLocaleString("en")} ${key}`)}
          </p>
          {errorCode && <p className="m-0 text-warn">{errorWords(errorCode)}</p>}
        </li>
      ))}
    </ul>
  );
}
