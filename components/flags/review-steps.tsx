"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { AssignDialog } from "@/components/flags/assign-dialog";
import { DecisionDialog } from "@/components/flags/decision-dialog";
import type { ReviewActions } from "@/components/flags/review-actions";
import { TakeBackDialog } from "@/components/flags/take-back-dialog";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import type { ReviewItem, ReviewQueue } from "@/lib/core/review/review-queue";

interface ReviewStepsProps {
  readonly item: ReviewItem;
  readonly reviewers: ReviewQueue["reviewers"];
  readonly readerId: string;
  readonly timeZone: string;
  readonly actions: ReviewActions;
}

/** Where one flag stands, and what the reader can do about it. */
export function ReviewSteps({ item, reviewers, readerId, timeZone, actions }: ReviewStepsProps) {
  const router = useRouter();
  const [dialog, setDialog] = useState<"decide" | "assign" | "take-back" | null>(null);
  const [says, setSays] = useState<string | null>(null);
  const { id, review, assignee, isOwn } = item;
  if (review === null) return <p className="m-0 mt-2 text-sm text-mut">Told by the EHR: to be read, not decided.</p>;
  const { state } = review;
  const open = (which: typeof dialog) => (isOpen: boolean) => setDialog(isOpen ? which : null);
  const done = (words: string) => () => {
    setSays(words);
    router.refresh();
  };
  async function take(): Promise<void> {
    const failure = await actions
      .assign({ flagId: id, assigneeId: readerId })
      .catch(() => "The server could not be reached. Try again in a moment.");
    if (failure === null) done("It is yours now.")();
    else setSays(failure);
  }
  const hasIt = assignee?.id === readerId;
  return (
    <div className="mt-2 print:hidden">
      <div className="flex flex-wrap items-center gap-2">
        {state === "assigned" && <Chip>{hasIt ? "Yours" : `With ${assignee?.name ?? "somebody who left"}`}</Chip>}
        {state === "decided" && <Chip>Decided</Chip>}
        {isOwn && <span className="text-sm text-mut">You wrote this flag; somebody else decides on it.</span>}
        {state === "decided" && !isOwn && (
          <Button look="text" onPress={() => setDialog("take-back")}>
            Take the decision back
          </Button>
        )}
        {state !== "decided" && (
          <>
            {!isOwn && <Button onPress={() => setDialog("decide")}>Decide</Button>}
            {!isOwn && !hasIt && (
              <Button look="text" onPress={() => void take()}>
                Take it
              </Button>
            )}
            <Button look="text" onPress={() => setDialog("assign")}>
              Give to somebody
            </Button>
          </>
        )}
      </div>
      <p role="status" className="m-0 text-sm text-mut">
        {says}
      </p>
      <DecisionDialog
        item={item}
        timeZone={timeZone}
        isOpen={dialog === "decide"}
        onOpenChange={open("decide")}
        decide={actions.decide}
        onDecided={done("Decided.")}
      />
      <AssignDialog
        item={item}
        reviewers={reviewers.filter(({ wardIds }) => item.wardId !== null && wardIds.includes(item.wardId))}
        isOpen={dialog === "assign"}
        onOpenChange={open("assign")}
        assign={actions.assign}
        onAssigned={done("Given.")}
      />
      <TakeBackDialog
        flagId={id}
        isOpen={dialog === "take-back"}
        onOpenChange={open("take-back")}
        takeBack={actions.takeBack}
        onTakenBack={done("Taken back; the flag waits again.")}
      />
    </div>
  );
}
