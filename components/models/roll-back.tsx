"use client";
import { useState } from "react";
import { ReasonDialog } from "@/components/models/reason-dialog";
import { useDecision } from "@/components/models/use-decision";
import type { VersionsActions } from "@/components/models/versions-actions";
import { Button } from "@/components/ui/button";

interface RollBackProps {
  readonly champion: string;
  readonly previous: string | null;
  readonly isAllowed: boolean;
  readonly rollBack: VersionsActions["rollBack"];
}

/** Back to the champion before this one: one press and a reason. */
export function RollBack({ champion, previous, isAllowed, rollBack }: RollBackProps) {
  const [isAsking, setAsking] = useState(false);
  const { isBusy, failure, said, ask, forget } = useDecision();
  return (
    <>
      <p role="status" className={said === "" ? "sr-only" : "m-0 mt-2 font-semibold"}>
        {said}
      </p>
      {previous === null ? (
        <p className="m-0 mt-2 text-sm text-mut">
          No other version has served before it: there is nothing to go back to.
        </p>
      ) : (
        isAllowed && (
          <div className="mt-3 print:hidden">
            <Button onPress={() => setAsking(true)}>Roll back to {previous}</Button>
          </div>
        )
      )}
      {isAsking && previous !== null && (
        <ReasonDialog
          title={`Roll back to ${previous}`}
          says={`${previous} serves every ward that ${champion} serves now, within five seconds. What ${champion} has said stays on record.`}
          button="Roll back"
          isSaving={isBusy}
          failure={failure}
          close={() => {
            setAsking(false);
            forget();
          }}
          decide={(why) => {
            void ask(() => rollBack(why, null)).then((done) => done && setAsking(false));
          }}
        />
      )}
    </>
  );
}
