"use client";
import { useState } from "react";
import { MakeDialog } from "@/components/training-sets/make-dialog";
import type { SetActions, SetDraft } from "@/components/training-sets/set-actions";
import { SetCard } from "@/components/training-sets/set-card";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { useAttempt } from "@/components/ui/use-attempt";
import type { SnapshotView } from "@/lib/core/snapshots/snapshot-view";

interface SetsScreenProps {
  readonly initial: readonly SnapshotView[];
  readonly actions: SetActions;
}

/** Training sets, newest first: what models here were taught with. */
export function SetsScreen({ initial, actions }: SetsScreenProps) {
  const [sets, setSets] = useState(initial);
  const [same, setSame] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [isMaking, setMaking] = useState(false);
  const { doing, failure, attempt, forget } = useAttempt<"make" | "rebuild">();
  const [said, setSaid] = useState("");

  const make = (draft: SetDraft) =>
    attempt("make", async () => {
      const made = await actions.make(draft);
      if (!made.ok) return made.message;
      setMaking(false);
      setSaid(`A training set of ${made.value.rows} stays was made.`);
      const answer = await actions.load();
      if (!answer.ok) return answer.message;
      setSets(answer.value);
      return null;
    });
  const rebuild = (id: string) =>
    attempt("rebuild", async () => {
      const answer = await actions.rebuild(id);
      if (!answer.ok) return answer.message;
      setSame((before) => new Map(before).set(id, answer.value.isSame));
      return null;
    });

  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-3.5 gap-y-2">
        <h1 className="m-0 text-2xl font-bold">Training sets</h1>
        <Button className="ml-auto print:hidden" isDisabled={doing !== null} onPress={() => setMaking(true)}>
          Make a training set
        </Button>
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
      <FailureNotice why={isMaking ? null : failure} />
      <div className="flex flex-col gap-4">
        {sets.length === 0 ? (
          <Notice title="No training set yet">
            A training set is an unchangeable copy of stays whose 30 days are over, with what followed each. A new
            version of the model learns from one.
          </Notice>
        ) : (
          sets.map((set) => (
            <SetCard
              key={set.id}
              set={set}
              isSame={same.get(set.id) ?? null}
              isBusy={doing !== null}
              rebuild={() => void rebuild(set.id)}
            />
          ))
        )}
      </div>
      {isMaking && (
        <MakeDialog
          isSaving={doing !== null}
          failure={failure}
          close={() => {
            setMaking(false);
            forget();
          }}
          make={(draft) => void make(draft)}
        />
      )}
    </>
  );
}
