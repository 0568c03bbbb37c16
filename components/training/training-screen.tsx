"use client";
import Link from "next/link";
import { useState } from "react";
import { RunCard } from "@/components/training/run-card";
import { isUnderWay } from "@/components/training/run-words";
import { StartDialog } from "@/components/training/start-dialog";
import type { TrainingActions } from "@/components/training/training-actions";
import { useLiveRuns } from "@/components/training/use-live-runs";
import { Button, buttonLook } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { useAttempt } from "@/components/ui/use-attempt";
import type { TrainingRunsView } from "@/lib/core/retraining/training-run";

/** Trainings, newest first; the one under way moves by itself. */
export function TrainingScreen({
  initial,
  shownId,
  actions,
}: {
  readonly initial: TrainingRunsView;
  /** The run whose report is open at first; the newest's where none is named. */
  readonly shownId: string | null;
  readonly actions: TrainingActions;
}) {
  const [view, setView] = useState(initial);
  const [isStarting, setStarting] = useState(false);
  const { doing, failure, attempt, forget } = useAttempt<"start" | "cancel">();
  const [said, setSaid] = useState("");
  const { runs, snapshots, mayStart, timeZone } = view;
  const live = runs.find(isUnderWay);

  async function reload(background: boolean): Promise<string | null> {
    const answer = await actions.load(background);
    if (!answer.ok) return answer.message;
    const before = live && answer.value.runs.find(({ id }) => id === live.id);
    if (before && !isUnderWay(before)) setSaid(`The training of version ${before.version} is ${before.state}.`);
    setView(answer.value);
    return null;
  }
  useLiveRuns(live !== undefined, async () => {
    await reload(true);
  });

  const start = (input: { readonly snapshotId: string; readonly why: string }) =>
    attempt("start", async () => {
      const answer = await actions.start(input);
      if (!answer.ok) return answer.message;
      setStarting(false);
      setSaid(`The training of version ${answer.value} is asked for.`);
      return reload(false);
    });
  const cancel = (id: string) =>
    attempt("cancel", async () => {
      const answer = await actions.cancel(id);
      if (!answer.ok) return answer.message;
      setSaid("The training is being stopped.");
      return reload(false);
    });

  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-3.5 gap-y-2">
        <h1 className="m-0 text-2xl font-bold">Training runs</h1>
        {mayStart && (
          <Button
            className="ml-auto print:hidden"
            isDisabled={doing !== null || live !== undefined || snapshots.length === 0}
            onPress={() => setStarting(true)}
          >
            Start a training
          </Button>
        )}
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
      <FailureNotice why={isStarting ? null : failure} />
      <div className="flex flex-col gap-4">
        {snapshots.length === 0 && (
          <Notice
            title="No training set yet"
            action={
              <Link href="/training-sets" className={buttonLook("quiet")}>
                Make one first
              </Link>
            }
          >
            A training learns from a training set: an unchangeable copy of stays whose 30 days are over, with what
            followed.
          </Notice>
        )}
        {runs.length === 0 ? (
          <Notice title="Nothing was trained here yet">
            The model that serves is version {view.championVersion}. A training begins with it and learns what is
            missing from it in this hospital’s own stays.
          </Notice>
        ) : (
          runs.map((run, place) => (
            <RunCard
              key={run.id}
              run={run}
              timeZone={timeZone}
              mayCancel={mayStart}
              isBusy={doing !== null}
              isOpenAtFirst={shownId === null ? place === 0 : run.id === shownId}
              onCancel={(id) => void cancel(id)}
            />
          ))
        )}
      </div>
      {isStarting && (
        <StartDialog
          snapshots={snapshots}
          championVersion={view.championVersion}
          isSaving={doing !== null}
          failure={failure}
          close={() => {
            setStarting(false);
            forget();
          }}
          start={(input) => void start(input)}
        />
      )}
    </>
  );
}
