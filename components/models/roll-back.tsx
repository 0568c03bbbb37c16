"use client";
import { useState } from "react";
import { ReasonDialog } from "@/components/models/reason-dialog";
import { useDecision } from "@/components/models/use-decision";
import type { VersionsActions } from "@/components/models/versions-actions";
import { Button } from "@/components/ui/button";
import { LocalTime } from "@/components/ui/local-time";
import { ALIAS_WORDS, selectorWords } from "@/lib/core/registry/version-words";
import type { RolloutView, VersionsView } from "@/lib/core/registry/versions-view";

interface RollBackProps {
  readonly champion: string;
  readonly previous: string | null;
  /** What is under way, newest first. */
  readonly live: readonly RolloutView[];
  readonly timeZone: string;
  readonly isAllowed: boolean;
  readonly rollBack: VersionsActions["rollBack"];
}

/** Of everything that was put to use, what still is. */
export const liveOf = ({ rollouts }: Pick<VersionsView, "rollouts">): readonly RolloutView[] =>
  rollouts.filter(({ ended }) => ended === null);

interface Asked {
  readonly rolloutId: string;
  readonly title: string;
  readonly says: string;
  readonly button: string;
}

/** What serves beside the champion, and the way back from it and from the champion: one press and a reason. */
export function RollBack({ champion, previous, live, timeZone, isAllowed, rollBack }: RollBackProps) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const { isBusy, failure, said, ask, forget } = useDecision();
  const own = live.find(({ alias }) => alias === "champion");
  const beside = live.filter(({ alias }) => alias !== "champion");
  const open = (what: Asked) => {
    forget();
    setAsked(what);
  };
  return (
    <>
      <p role="status" className={said === "" ? "sr-only" : "m-0 mt-2 font-semibold"}>
        {said}
      </p>
      {beside.length > 0 && (
        <ul className="m-0 mt-2 list-none p-0">
          {beside.map((one) => (
            <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line py-1.5">
              <span>
                <strong className="font-semibold">
                  {ALIAS_WORDS[one.alias]} {one.modelVersion}
                </strong>{" "}
                – {selectorWords(one)}, since <LocalTime at={one.at} style="day-time" timeZone={timeZone} />
              </span>
              {isAllowed && (
                <Button
                  className="print:hidden"
                  aria-label={`End ${one.modelVersion} as ${ALIAS_WORDS[one.alias]}`}
                  onPress={() =>
                    open({
                      rolloutId: one.id,
                      title: `End ${one.modelVersion} as ${ALIAS_WORDS[one.alias].toLowerCase()}`,
                      says:
                        one.alias === "shadow"
                          ? "It no longer scores beside the champion. Nobody on a ward notices."
                          : `${champion} takes its wards back within five seconds. What ${one.modelVersion} has said stays on record.`,
                      button: "End it",
                    })
                  }
                >
                  End
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {previous === null || own === undefined ? (
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
