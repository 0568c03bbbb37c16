import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { FactList } from "@/components/ui/fact-list";
import { LocalTime } from "@/components/ui/local-time";
import { ScrollBox } from "@/components/ui/scroll-box";
import type { SnapshotView } from "@/lib/core/snapshots/snapshot-view";
import { count } from "@/lib/core/validation/figure-words";

const day = (at: string | null): string => at?.slice(0, 10) ?? "";

/** Which stays were asked for, in words. */
function periodWords({ dischargedFrom, dischargedBefore }: SnapshotView["query"]): string {
  if (dischargedFrom === null && dischargedBefore === null) return "All stays whose 30 days were over";
  const from = dischargedFrom === null ? "" : ` from ${day(dischargedFrom)}`;
  const before = dischargedBefore === null ? "" : ` before ${day(dischargedBefore)}`;
  return `Stays discharged${from}${before}`;
}

const ADJUDICATION_WORDS: Readonly<Record<SnapshotView["query"]["adjudications"], string>> = {
  applied: "Applied",
  "corrections-only": "Values corrected, nobody left out",
  none: "Not looked at",
};

/** From every stay in the database to those in the set. */
function Attrition({ set: { id, attrition } }: { readonly set: SnapshotView }) {
  return (
    <ScrollBox label="Stays left out, step by step" className="my-2 overflow-x-auto rounded-lg border border-line">
      <table className="w-full border-collapse text-sm">
        <thead className="bg-sunken text-mut">
          <tr>
            <th className="px-3 py-1.5 text-left font-semibold">Step</th>
            <th className="px-3 py-1.5 text-right font-semibold">Stays</th>
            <th className="px-3 py-1.5 text-left font-semibold">Left out</th>
          </tr>
        </thead>
        <tbody>
          {attrition.map(({ step, stays, leftOut }) => (
            <tr key={`${id} ${step}`} className="border-t border-line align-top">
              <th scope="row" className="min-w-40 px-3 py-1 text-left font-normal">
                {step}
              </th>
              <td className="px-3 py-1 text-right tabular-nums">{count(stays)}</td>
              <td className="min-w-56 px-3 py-1">
                {leftOut.map(({ reason, stays: left }) => (
                  <div key={reason}>
                    <span className="tabular-nums">{count(left)}</span>: {reason}
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

interface SetCardProps {
  readonly set: SnapshotView;
  /** What making it again came to; null before it was tried. */
  readonly isSame: boolean | null;
  readonly isBusy: boolean;
  readonly rebuild: () => void;
}

/** One training set: what it holds, by which rules, and what it left out. */
export function SetCard({ set, isSame, isBusy, rebuild }: SetCardProps) {
  const { id, at, byName, query, target, rows, positives, died, simulated, adjudicationIds } = set;
  return (
    <section className="card" aria-labelledby={`set-${id}`}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id={`set-${id}`} className="m-0 text-lg font-semibold">
          {count(rows)} stays, {count(positives)} readmitted
        </h2>
        <p className="m-0 text-sm text-mut">
          made by {byName}, <LocalTime at={at} style="day" /> <LocalTime at={at} style="time" />
        </p>
        <Button className="ml-auto print:hidden" isDisabled={isBusy} onPress={rebuild}>
          Make it again and compare
        </Button>
      </div>
      <p className="m-0 mt-1 max-w-[72ch]">
        Counts {target}. {count(died)} died within the 30 days without one: neither a readmission nor a success.{" "}
        {simulated && <strong>Outcomes are simulated: nothing of this holds elsewhere.</strong>}
      </p>
      {isSame !== null && (
        <p role="status" className={`m-0 mt-1 font-semibold ${isSame ? "" : "text-bad"}`}>
          {isSame
            ? "Made again from its sources: the same, byte for byte."
            : "Made again from its sources, it is not the same: something it was made from was altered or is gone."}
        </p>
      )}
      <div className="mt-2">
        <FactList
          facts={[
            ["Stays", periodWords(query)],
            ["As known", <LocalTime key="asOf" at={query.asOf} style="day" />],
            [
              "Reviews",
              `${ADJUDICATION_WORDS[query.adjudications]}; ${adjudicationIds.length === 0 ? "none" : count(adjudicationIds.length)} changed something`,
            ],
            ["Label rules", `Version ${set.labelRuleVersion}`],
            ["SHA-256", <code key="sha">{set.sha256}</code>],
          ]}
        />
      </div>
      <div className="mt-1">
        <Disclosure
          label={`Stays left out of the set of ${count(rows)} stays`}
          summary={<span className="font-semibold">Stays left out</span>}
        >
          <Attrition set={set} />
        </Disclosure>
      </div>
    </section>
  );
}
