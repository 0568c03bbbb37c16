import Link from "next/link";
import type { ReactNode } from "react";
import { RolloutList } from "@/components/models/rollout-list";
import { LocalTime } from "@/components/ui/local-time";
import { GATE_VERDICT_WORDS } from "@/lib/core/gates/gate-words";
import { SOURCE_WORDS } from "@/lib/core/registry/version-words";
import type { VersionView } from "@/lib/core/registry/versions-view";
import { count } from "@/lib/core/validation/figure-words";

/** How a version came to be and where it went: data, training, gates, rollout, one after the other. */
export function LineageCard({ view }: { readonly view: VersionView }) {
  const { row, gates, rollouts, timeZone, sha256 } = view;
  const [newest] = gates.judged;
  return (
    <section className="card" aria-labelledby="lineage">
      <h2 id="lineage" className="m-0 mb-2 text-lg font-semibold">
        Lineage
      </h2>
      <ol className="m-0 flex list-none flex-col gap-3 p-0">
        <Step name="Data">
          <Data view={view} />
        </Step>
        <Step name="Training">
          <Training view={view} />
          <p className="m-0 text-sm [overflow-wrap:anywhere] text-mut">File: SHA-256 {sha256}</p>
        </Step>
        <Step name="Gates">
          <p className="m-0">
            {newest === undefined
              ? row.isChampion
                ? "It serves; there is nothing to hold it against."
                : "Not held against the champion yet."
              : `${GATE_VERDICT_WORDS[newest.verdict]}, against ${newest.championVersion} on ${count(newest.stays)} stays${newest.simulated ? " with simulated outcomes" : ""}.`}
            {gates.judged.length > 1 && ` Judged ${gates.judged.length} times.`}
          </p>
        </Step>
        <Step name="Rollout">
          <RolloutList
            rollouts={rollouts}
            timeZone={timeZone}
            empty={
              row.source === "shipped" && row.isChampion
                ? "It serves because it came with Wardlight; nobody has decided otherwise."
                : "Never put to use."
            }
          />
        </Step>
      </ol>
    </section>
  );
}

function Step({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-x-4 border-l-2 border-line pl-3 sm:grid-cols-[6rem_minmax(0,1fr)]">
      <h3 className="m-0 text-base font-semibold">{name}</h3>
      <div>{children}</div>
    </li>
  );
}

function Data({ view: { lineage, timeZone } }: { readonly view: VersionView }) {
  const { data, learntFrom } = lineage;
  if (data === null) return <p className="m-0">{learntFrom}. No training set of it is kept here.</p>;
  return (
    <>
      <p className="m-0">
        {count(data.rows)} stays, {count(data.positives)} readmitted, as known{" "}
        <LocalTime at={data.asOf} style="day-time" timeZone={timeZone} />
        {data.simulated && ", with simulated outcomes"}; {data.corrections === 0 ? "no" : count(data.corrections)}{" "}
        reviewed {data.corrections === 1 ? "correction" : "corrections"} applied.
      </p>
      <p className="m-0 text-sm [overflow-wrap:anywhere] text-mut">Training set: SHA-256 {data.sha256}</p>
    </>
  );
}

function Training({ view: { row, lineage, timeZone } }: { readonly view: VersionView }) {
  const { trainingRunId, parentVersion } = lineage;
  return (
    <p className="m-0">
      Version {row.version}, {SOURCE_WORDS[row.source]}
      {row.source === "shipped" ? "" : ` by ${row.byName}`},{" "}
      <LocalTime at={row.at} style="day-time" timeZone={timeZone} />
      {parentVersion !== null && (
        <>
          , beginning from{" "}
          <Link className="quiet-link" href={`/models/versions/${encodeURIComponent(parentVersion)}`}>
            {parentVersion}
          </Link>
        </>
      )}
      .
      {trainingRunId !== null && (
        <>
          {" "}
          <Link className="quiet-link" href={`/training?run=${encodeURIComponent(trainingRunId)}`}>
            The run that made it
          </Link>
        </>
      )}
    </p>
  );
}
