"use client";
import { Decide } from "@/components/models/decide-card";
import { DsiCardView } from "@/components/models/dsi-card-view";
import { GateReportView } from "@/components/models/gate-report-view";
import { LineageCard } from "@/components/models/lineage-card";
import { ModelsNav } from "@/components/models/models-nav";
import { RollBack } from "@/components/models/roll-back";
import type { VersionsActions } from "@/components/models/versions-actions";
import { WishList } from "@/components/models/wish-list";
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
  const { row, gates, card, champion, timeZone, may } = view;
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
          <RollBack view={view} rollBack={actions.rollBack} isBesideOnly={!isChampion} />
          {!isChampion && <Decide view={view} actions={actions} />}
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
