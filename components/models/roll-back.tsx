"use client";
import { useState } from "react";
import { BesideList } from "@/components/models/beside-list";
import { ReasonDialog } from "@/components/models/reason-dialog";
import { useDecision } from "@/components/models/use-decision";
import type { VersionsActions } from "@/components/models/versions-actions";
import { Button } from "@/components/ui/button";
import { aliasWords } from "@/lib/core/registry/version-words";
import type { VersionsView } from "@/lib/core/registry/versions-view";

interface RollBackProps {
  readonly view: Pick<VersionsView, "champion" | "previous" | "rollouts" | "timeZone" | "may">;
  readonly rollBack: VersionsActions["rollBack"];
  /** The page is about a version that is not the champion: the way back from the champion is not for it. */
  readonly isBesideOnly?: boolean;
}

interface Asked {
  readonly rolloutId: string;
  readonly title: string;
  readonly says: string;
  readonly button: string;
}

/** What serves beside the champion, and the way back from it and from the champion: one press and a reason. */
export function RollBack({ view, rollBack, isBesideOnly = false }: RollBackProps) {
  const { champion, previous, timeZone } = view;
  const isAllowed = view.may.rollBack;
  const live = view.rollouts.filter(({ ended }) => ended === null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const { isBusy, failure, said, ask, forget } = useDecision();
  const own = live.find(({ alias }) => alias === "champion");
  const open = (what: Asked) => {
    forget();
    setAsked(what);
  };
  return (
    <>
      <p role="status" className={said === "" ? "sr-only" : "m-0 mt-2 font-semibold"}>
        {said}
      </p>
      <BesideList
        rollouts={live.filter(({ alias }) => alias !== "champion")}
        timeZone={timeZone}
        isAllowed={isAllowed}
        onEnd={({ id, alias, modelVersion }) =>
          open({
            rolloutId: id,
            title: `End ${modelVersion} as ${aliasWords(alias)}`,
            says:
              alias === "shadow"
                ? "It no longer scores beside the champion. Nobody on a ward notices."
                : `${champion} takes its wards back within five seconds. What ${modelVersion} has said stays on record.`,
            button: "End it",
          })
        }
      />
      {isBesideOnly ? null : previous === null || own === undefined ? (
        <p className="m-0 mt-2 text-sm text-mut">
          No other version has been champion before it: there is nothing to go back to.
        </p>
      ) : (
        isAllowed && (
          <div className="mt-3 print:hidden">
            <Button
              onPress={() =>
                open({
                  rolloutId: own.id,
                  title: `Roll back to ${previous}`,
                  says: `${previous} serves every ward that ${champion} serves now, within five seconds. What ${champion} has said stays on record.`,
                  button: "Roll back",
                })
              }
            >
              Roll back to {previous}
            </Button>
          </div>
        )
      )}
      {asked !== null && (
        <ReasonDialog
          title={asked.title}
          says={asked.says}
          button={asked.button}
          isSaving={isBusy}
          failure={failure}
          close={() => setAsked(null)}
          decide={(why) => {
            void ask(() => rollBack(why, asked.rolloutId)).then((done) => done && setAsked(null));
          }}
        />
      )}
    </>
  );
}
