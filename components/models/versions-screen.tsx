"use client";
import Link from "next/link";
import { ModelsNav } from "@/components/models/models-nav";
import { RollBack } from "@/components/models/roll-back";
import { RolloutList } from "@/components/models/rollout-list";
import type { VersionsActions } from "@/components/models/versions-actions";
import { WishList } from "@/components/models/wish-list";
import { Chip } from "@/components/ui/chip";
import { LocalTime } from "@/components/ui/local-time";
import { GATE_VERDICT_WORDS } from "@/lib/core/gates/gate-words";
import { SOURCE_WORDS, servesWords } from "@/lib/core/registry/version-words";
import type { VersionRow, VersionsView } from "@/lib/core/registry/versions-view";
import { VERDICT_WORDS } from "@/lib/core/validation/verdict-words";

interface VersionsScreenProps {
  readonly view: VersionsView;
  readonly actions: Pick<VersionsActions, "rollBack" | "confirm">;
}

/** Every version there is, what each does now, and everything that was decided about that. */
export function VersionsScreen({ view, actions }: VersionsScreenProps) {
  const { task, versions, champion, rollouts, timeZone } = view;
  return (
    <>
      <h1 className="m-0 mb-2 text-2xl font-bold">Versions of the {task} model</h1>
      <ModelsNav here="versions" />
      <p className="m-0 mb-4 max-w-[80ch] text-mut">
        A version never changes. Which one serves whom is a decision with a reason, and goes back in one step. Where
        scores are seen, a ward has one version at a time, so that no ward’s list mixes two.
      </p>
      <div className="flex flex-col gap-4">
        <section className="card" aria-labelledby="serving-now">
          <h2 id="serving-now" className="m-0 text-lg font-semibold">
            Champion: {champion}
          </h2>
          <p className="m-0 mt-1 max-w-[72ch]">It serves every ward that nothing else serves.</p>
          <RollBack view={view} rollBack={actions.rollBack} />
        </section>
        {view.wishes.length > 0 && <WishList wishes={view.wishes} timeZone={timeZone} confirm={actions.confirm} />}
        <ul className="m-0 flex list-none flex-col gap-3 p-0" aria-label="Versions">
          {versions.map((row) => (
            <VersionCard key={row.version} row={row} champion={champion} timeZone={timeZone} />
          ))}
        </ul>
        <section className="card" aria-labelledby="rollouts">
          <h2 id="rollouts" className="m-0 mb-1 text-base font-semibold">
            What was put to use
          </h2>
          <RolloutList
            rollouts={rollouts}
            timeZone={timeZone}
            empty="Nothing was decided yet: the version that came with Wardlight serves."
          />
        </section>
      </div>
    </>
  );
}

function VersionCard({
  row,
  champion,
  timeZone,
}: {
  readonly row: VersionRow;
  readonly champion: string;
  readonly timeZone: string;
}) {
  const { version, source, target, at, byName, isExplained, gates, validation, visibility } = row;
  const address = `/models/versions/${encodeURIComponent(version)}`;
  return (
    <li className="card">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="m-0 text-base font-semibold">
          <Link href={address} className="quiet-link inline-flex items-center touch:min-h-11">
            {version}
          </Link>
        </h2>
        <Chip>{servesWords(row)}</Chip>
        {!isExplained && <Chip tone="warn">does not say why</Chip>}
        {visibility.state === "silent" && <Chip>wards see none of its scores</Chip>}
      </div>
      <p className="m-0 mt-1 text-sm text-mut">
        {target}; {SOURCE_WORDS[source]}
        {source === "shipped" ? "" : `, ${byName}`}, <LocalTime at={at} style="day-time" timeZone={timeZone} />
      </p>
      <ul className="m-0 mt-2 list-none p-0 text-sm">
        <li>
          Gates:{" "}
          {gates === null
            ? row.isChampion
              ? "it serves; there is nothing to hold it against"
              : "not held against the champion yet"
            : `${GATE_VERDICT_WORDS[gates.verdict]} (against ${gates.championVersion}, ${gates.stays.toLocaleString("en")} stays${gates.simulated ? ", simulated outcomes" : ""})`}
        </li>
        <li>
          Local validation:{" "}
          {validation === null
            ? "none"
            : `${VERDICT_WORDS[validation.verdict]} (${validation.stays.toLocaleString("en")} stays${validation.simulated ? ", simulated outcomes" : ""})`}
        </li>
      </ul>
      <p className="m-0 mt-2 flex flex-wrap gap-x-4 text-sm print:hidden">
        <Link href={address} className="quiet-link inline-flex items-center touch:min-h-11">
          Lineage, gates and card
        </Link>
        {!row.isChampion && (
          <Link
            href={`/models/compare?first=${encodeURIComponent(champion)}&second=${encodeURIComponent(version)}`}
            className="quiet-link inline-flex items-center touch:min-h-11"
          >
            Compare with the champion
          </Link>
        )}
      </p>
    </li>
  );
}
