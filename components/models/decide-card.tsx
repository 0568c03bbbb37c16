"use client";
import Link from "next/link";
import { useState } from "react";
import { ReasonDialog } from "@/components/models/reason-dialog";
import { RolloutDialog } from "@/components/models/rollout-dialog";
import { useDecision } from "@/components/models/use-decision";
import type { VersionsActions } from "@/components/models/versions-actions";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import type { VersionView } from "@/lib/core/registry/versions-view";

interface DecideProps {
  readonly view: VersionView;
  readonly actions: Pick<VersionsActions, "judge" | "promote" | "rollOut">;
}

/** What can be done with a version that is not the champion: judge it, compare it, try it beside, promote it. */
export function Decide({ view, actions }: DecideProps) {
  const { row, gates, champion, wards, may } = view;
  const { version } = row;
  const [open, setOpen] = useState<"promote" | "beside" | null>(null);
  const { isBusy, failure, said, ask, forget } = useDecision();
  // Judged against another champion says nothing about this one.
  const verdict = gates.judged.find(({ championVersion }) => championVersion === champion)?.verdict ?? null;
  const show = (dialog: "promote" | "beside") => {
    forget();
    setOpen(dialog);
  };
  const close = () => setOpen(null);
  return (
    <>
      <p role="status" className={isBusy || said === "" ? "sr-only" : "m-0 mt-2 font-semibold"}>
        {isBusy ? "Under way." : said}
      </p>
      <FailureNotice why={open === null ? failure : null} />
      <div className="mt-3 flex flex-wrap items-center gap-2 print:hidden">
        {may.promote && (
          <Button look={verdict === "passes" ? "main" : "quiet"} isDisabled={isBusy} onPress={() => show("promote")}>
            Promote to champion
          </Button>
        )}
        {may.rollOut && (
          <Button isDisabled={isBusy} onPress={() => show("beside")}>
            Use beside {champion}
          </Button>
        )}
        {may.judge && (
          <Button isDisabled={isBusy} onPress={() => void ask(() => actions.judge(version))}>
            {isBusy && open === null ? "Judging…" : `Hold against ${champion}`}
          </Button>
        )}
        <Link
          className="quiet-link inline-flex items-center touch:min-h-11"
          href={`/models/compare?first=${encodeURIComponent(champion)}&second=${encodeURIComponent(version)}`}
        >
          Compare with {champion}
        </Link>
      </div>
      {open === "promote" && (
        <ReasonDialog
          title={`Promote ${version} to champion`}
          says={PROMOTES[verdict ?? "none"]}
          button="Promote"
          isSaving={isBusy}
          failure={failure}
          close={close}
          decide={(why) => {
            void ask(() => actions.promote(version, why)).then((done) => done && close());
          }}
        />
      )}
      {open === "beside" && (
        <RolloutDialog
          version={version}
          champion={champion}
          passed={verdict === "passes"}
          wards={wards}
          isSaving={isBusy}
          failure={failure}
          close={close}
          start={(draft) => {
            void ask(() => actions.rollOut(version, draft)).then((done) => done && close());
          }}
        />
      )}
    </>
  );
}

const PROMOTES = {
  passes: "Every gate is passed. It will serve every ward that nothing else serves, within five seconds.",
  fails:
    "A gate stopped this version. It takes effect only when a second person of another role gives a reason as well.",
  "lacks-data":
    "Not every gate could be judged, so nobody knows yet whether it is right there. It takes effect only when a second person of another role gives a reason as well.",
  none: "It was never held against the champion. It takes effect only when a second person of another role gives a reason as well.",
} as const;
