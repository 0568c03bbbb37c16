"use client";
import Link from "next/link";
import { useState } from "react";
import { DsiCardView } from "@/components/models/dsi-card-view";
import { GateReportView } from "@/components/models/gate-report-view";
import { LineageCard } from "@/components/models/lineage-card";
import { ModelsNav } from "@/components/models/models-nav";
import { ReasonDialog } from "@/components/models/reason-dialog";
import { liveOf, RollBack } from "@/components/models/roll-back";
import { useDecision } from "@/components/models/use-decision";
import type { VersionsActions } from "@/components/models/versions-actions";
import { WishList } from "@/components/models/wish-list";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Notice } from "@/components/ui/notice";
import { servesWords } from "@/lib/core/registry/version-words";
import type { VersionView } from "@/lib/core/registry/versions-view";

interface VersionScreenProps {
  readonly view: VersionView;
  readonly actions: VersionsActions;
}

/** One version: what it was made from, what the gates say, where it serves, and its card. */
export function VersionScreen({ view, actions }: VersionScreenProps) {
  const { row, gates, card, champion, previous, timeZone, may } = view;
  const { version, isChampion } = row;
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="m-0 text-2xl font-bold">Version {version}</h1>
        <Chip>{servesWords(row)}</Chip>
        {!row.isExplained && <Chip tone="warn">does not say why</Chip>}
      </div>
      <ModelsNav here={null} />
      <div className="flex flex-col gap-4">
        <section className="card" aria-labelledby="decide">
          <h2 id="decide" className="m-0 text-lg font-semibold">
            {isChampion ? "It serves" : "Not the champion"}
          </h2>
          <p className="m-0 mt-1 max-w-[72ch]">
            {isChampion
              ? `${version} serves every ward that nothing else serves.`
              : `${champion} serves. ${version} predicts ${row.target}.`}
            {row.visibility.state === "silent" &&
              " Wards see none of its scores until a local validation of it is approved twice."}
          </p>
          {isChampion ? (
            <RollBack
              champion={champion}
              previous={previous}
              live={liveOf(view)}
              timeZone={timeZone}
              isAllowed={may.rollBack}
              rollBack={actions.rollBack}
            />
          ) : (
            <Decide view={view} actions={actions} />
          )}
        </section>
        {view.wishes.length > 0 && <WishList wishes={view.wishes} timeZone={timeZone} confirm={actions.confirm} />}
        <LineageCard view={view} />
        {gates.report === null ? (
          <Notice title={isChampion ? "No gates: it serves already" : "Not held against the champion yet"}>
            Gates compare a version with the one that serves on later stays with known outcomes.
            {!may.judge && !isChampion && " A data scientist starts that."}
          </Notice>
        ) : (
          <GateReportView report={gates.report.content} timeZone={timeZone} />
        )}
        <DsiCardView card={card} address={`/api/v1/models/versions/${encodeURIComponent(version)}/card`} />
      </div>
    </>
  );
}

/** What can be done with a version that is not the champion: judge it, compare it, promote it. */
function Decide({ view, actions }: VersionScreenProps) {
  const { row, gates, champion, may } = view;
  const { version } = row;
  const [isPromoting, setPromoting] = useState(false);
  const { isBusy, failure, said, ask, forget } = useDecision();
  const verdict = gates.judged[0]?.verdict ?? null;
  return (
    <>
      <p role="status" className={isBusy || said === "" ? "sr-only" : "m-0 mt-2 font-semibold"}>
        {isBusy ? "Under way." : said}
      </p>
      {failure !== null && !isPromoting && (
        <div className="mt-3">
          <Notice title="That did not work" tone="bad" role="alert">
            {failure}
          </Notice>
        </div>
      )}
      <div className="mt-3 flex flex-wrap items-center gap-2 print:hidden">
        {may.promote && (
          <Button
            look={verdict === "passes" ? "main" : "quiet"}
            isDisabled={isBusy}
            onPress={() => {
              forget();
              setPromoting(true);
            }}
          >
            Promote to champion
          </Button>
        )}
        {may.judge && (
          <Button isDisabled={isBusy} onPress={() => void ask(() => actions.judge(version))}>
            {isBusy && !isPromoting ? "Judging…" : `Hold against ${champion}`}
          </Button>
        )}
        <Link
          className="quiet-link inline-flex items-center touch:min-h-11"
          href={`/models/compare?first=${encodeURIComponent(champion)}&second=${encodeURIComponent(version)}`}
        >
          Compare with {champion}
        </Link>
      </div>
      {isPromoting && (
        <ReasonDialog
          title={`Promote ${version} to champion`}
          says={PROMOTES[verdict ?? "none"]}
          button="Promote"
          isSaving={isBusy}
          failure={failure}
          close={() => setPromoting(false)}
          decide={(why) => {
            void ask(() => actions.promote(version, why)).then((done) => done && setPromoting(false));
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
