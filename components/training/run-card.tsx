import Link from "next/link";
import { ExperimentReport } from "@/components/training/experiment-report";
import { isUnderWay, STATE_WORDS } from "@/components/training/run-words";
import { TreatmentReportView } from "@/components/training/treatment-report";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { LocalTime } from "@/components/ui/local-time";
import type { TrainingRunView } from "@/lib/core/retraining/training-run";
import { count, fixed } from "@/lib/core/validation/figure-words";

interface RunCardProps {
  readonly run: TrainingRunView;
  readonly timeZone: string;
  readonly mayCancel: boolean;
  readonly isBusy: boolean;
  readonly isOpenAtFirst: boolean;
  readonly onCancel: (id: string) => void;
}

/** How the result looks on patients held out of it. */
function Figures({ report }: { readonly report: NonNullable<TrainingRunView["report"]> }) {
  const { heldOut, seconds, simulated } = report;
  return (
    <p className="m-0 mt-1 max-w-[72ch]">
      On {count(heldOut.stays)} local stays its bags had held out ({count(heldOut.readmissions)} readmissions), at
      discharge: AUROC {fixed(heldOut.auroc, 3)}
      {heldOut.aurocCi95 && ` (95 % interval ${fixed(heldOut.aurocCi95[0], 3)} to ${fixed(heldOut.aurocCi95[1], 3)})`},
      calibration slope {fixed(heldOut.calibrationSlope, 2)}, calibration error {fixed(heldOut.ece, 4)}. Took{" "}
      {Math.round(seconds)} s. {simulated && <strong>Outcomes are simulated: nothing of this holds elsewhere.</strong>}{" "}
      Whether it may serve is for its gates to say, on later stays.
    </p>
  );
}

function Progress({ run }: { readonly run: TrainingRunView }) {
  const percent = Math.round(100 * run.progress);
  return (
    <div className="mt-2 flex items-center gap-3">
      <div
        role="progressbar"
        aria-label={`Training of version ${run.version}`}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        className="h-2.5 flex-1 overflow-hidden rounded-full border border-edge bg-sunken"
      >
        <div className="h-full bg-accent forced-colors:bg-[Highlight]" style={{ width: `${percent}%` }} />
      </div>
      <span className="tabular-nums">{percent} %</span>
    </div>
  );
}

/** One training: what it learns from, how far it is, and what came of it. */
export function RunCard({ run, timeZone, mayCancel, isBusy, isOpenAtFirst, onCancel }: RunCardProps) {
  const last = run.log.at(-1);
  return (
    <section className="card" aria-labelledby={`run-${run.id}`}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id={`run-${run.id}`} className="m-0 text-lg font-semibold">
          Version {run.version}: {run.isCancelling ? "stopping" : STATE_WORDS[run.state].toLowerCase()}
        </h2>
        <p className="m-0 text-sm text-mut">
          on top of {run.parentVersion}, asked for by {run.byName}{" "}
          <LocalTime at={run.askedAt} style="day-time" timeZone={timeZone} />
          {run.attempts > 1 && `, begun ${run.attempts} times`}
        </p>
        {mayCancel && isUnderWay(run) && (
          <Button
            className="ml-auto print:hidden"
            isDisabled={isBusy || run.isCancelling}
            onPress={() => onCancel(run.id)}
          >
            {run.isCancelling ? "Stopping…" : "Cancel"}
          </Button>
        )}
      </div>
      <p className="m-0 mt-1 max-w-[72ch]">{run.why}</p>
      {run.state === "running" && <Progress run={run} />}
      {isUnderWay(run) && last && <p className="m-0 mt-1.5 text-sm text-mut">{last.line}</p>}
      {run.report && <Figures report={run.report} />}
      {run.state === "done" && (
        <p className="m-0 mt-1.5 print:hidden">
          <Link
            className="quiet-link inline-flex items-center touch:min-h-11"
            href={`/models/versions/${encodeURIComponent(run.version)}`}
          >
            Version {run.version}: hold it against the one that serves
          </Link>
        </p>
      )}
      {run.state === "failed" && last && <p className="m-0 mt-1.5 font-semibold">{last.line}</p>}
      {run.report && (
        <div className="mt-2">
          <Disclosure
            isOpenAtFirst={isOpenAtFirst}
            label={`Experiment report of version ${run.version}`}
            summary={<span className="font-semibold">Experiment report</span>}
          >
            <ExperimentReport version={run.version} experiment={run.report.experiment} trials={run.report.trials} />
            <TreatmentReportView version={run.version} report={run.report.treatment} />
          </Disclosure>
        </div>
      )}
      <div className="mt-1">
        <Disclosure
          isOpenAtFirst={isUnderWay(run)}
          label={`Log of version ${run.version}`}
          summary={<span className="font-semibold">Log</span>}
        >
          <ol className="m-0 list-none p-0 text-sm">
            {run.log.map(({ at, line }) => (
              <li key={`${at} ${line}`} className="py-0.5">
                <span className="text-mut">
                  <LocalTime at={at} style="time" timeZone={timeZone} />
                </span>{" "}
                {line}
              </li>
            ))}
          </ol>
        </Disclosure>
      </div>
      <p className="m-0 mt-1 text-xs break-all text-mut">Training set {run.snapshotId}</p>
    </section>
  );
}
