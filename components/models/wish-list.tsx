"use client";
import { useState } from "react";
import { ReasonDialog } from "@/components/models/reason-dialog";
import { useDecision } from "@/components/models/use-decision";
import type { VersionsActions } from "@/components/models/versions-actions";
import { Button } from "@/components/ui/button";
import { LocalTime } from "@/components/ui/local-time";
import { ALIAS_WORDS, aliasWords, selectorWords } from "@/lib/core/registry/version-words";
import type { WishView } from "@/lib/core/registry/versions-view";

interface WishListProps {
  readonly wishes: readonly WishView[];
  readonly timeZone: string;
  readonly confirm: VersionsActions["confirm"];
}

/** What a first person asked for although its gates have not passed: a second one of another role decides. */
export function WishList({ wishes, timeZone, confirm }: WishListProps) {
  const [chosen, setChosen] = useState<WishView | null>(null);
  const { isBusy, failure, said, ask, forget } = useDecision();
  return (
    <section className="card" aria-labelledby="wishes">
      <h2 id="wishes" className="m-0 mb-1 text-base font-semibold">
        Waiting for a second person
      </h2>
      <p role="status" className={said === "" ? "sr-only" : "m-0 mb-1 font-semibold"}>
        {said}
      </p>
      <ul className="m-0 list-none p-0">
        {wishes.map((wish) => (
          <li key={wish.rolloutId} className="border-t border-line py-2 first:border-t-0">
            <strong className="font-semibold">
              {ALIAS_WORDS[wish.alias]} {wish.modelVersion}
            </strong>{" "}
            – {selectorWords(wish)}. Not every gate is passed.{" "}
            <span className="text-mut">
              Asked for by {wish.byName} ({wish.byRole.replace("-", " ")}),{" "}
              <LocalTime at={wish.at} style="day-time" timeZone={timeZone} />
            </span>
            <span className="block max-w-[72ch] whitespace-pre-line text-mut">{wish.why}</span>
            {wish.whyNotConfirm === null ? (
              <Button
                className="mt-1.5 print:hidden"
                onPress={() => {
                  forget();
                  setChosen(wish);
                }}
              >
                Confirm against the gates
              </Button>
            ) : (
              <span className="block text-sm text-mut">{wish.whyNotConfirm}</span>
            )}
          </li>
        ))}
      </ul>
      {chosen !== null && (
        <ReasonDialog
          title={`Confirm ${chosen.modelVersion} as ${aliasWords(chosen.alias)}`}
          says={`For ${selectorWords(chosen)}. You say, as the second person, that it may be used although not every gate is passed. It is from then on.`}
          button="Confirm"
          isSaving={isBusy}
          failure={failure}
          close={() => setChosen(null)}
          decide={(why) => {
            void ask(() => confirm(chosen, why)).then((done) => done && setChosen(null));
          }}
        />
      )}
    </section>
  );
}
