"use client";
import { useState } from "react";
import { OverlayCalibration } from "@/components/charts/overlay-calibration";
import { OverlayShape } from "@/components/charts/overlay-shape";
import { ComparisonTable } from "@/components/models/comparison-table";
import { GateGroups } from "@/components/models/gate-groups";
import { ModelsNav } from "@/components/models/models-nav";
import { MovedPatients, TierMoveTable } from "@/components/models/tier-moves";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Disclosure } from "@/components/ui/disclosure";
import { SelectField } from "@/components/ui/field";
import { FigureTable } from "@/components/ui/figure-table";
import { LocalTime } from "@/components/ui/local-time";
import { Notice } from "@/components/ui/notice";
import type { ComparedVersion, CompareView } from "@/lib/core/registry/compare-view";
import { count, fixed, intervalWords } from "@/lib/core/validation/figure-words";

/** Curves drawn at first: those that differ most. */
const FIRST_SHAPES = 6;

const VIEW_WORDS = { admission: "At admission", stay: "During the stay", discharge: "At discharge" } as const;

/** Two versions side by side: figures, calibration, groups, curves, and whose tier would change. */
export function CompareScreen({ view }: { readonly view: CompareView }) {
  const { first, second, versions, targetDifference, now } = view;
  const names = [first.version, second.version] as const;
  return (
    <>
      <h1 className="m-0 mb-2 text-2xl font-bold">
        {first.version} and {second.version}
      </h1>
      <ModelsNav here="compare" />
      <Chooser first={first.version} second={second.version} versions={versions} />
      <div className="flex flex-col gap-4">
        {targetDifference !== null && (
          <Notice title="Two targets" tone="warn">
            {targetDifference}
          </Notice>
        )}
        <SameStays view={view} />
        <section className="card" aria-labelledby="learnt">
          <h2 id="learnt" className="m-0 mb-2 text-lg font-semibold">
            Where each learnt, on stays it had not seen
          </h2>
          <p className="m-0 mb-2 max-w-[80ch] text-sm text-mut">
            Each on its own stays: these figures cannot be set against each other.
          </p>
          <Learnt versions={[first, second]} />
        </section>
        <MovedPatients now={now} names={names} />
        <Shapes view={view} names={names} />
      </div>
    </>
  );
}

/** Which two: a plain form, so that the address says what is compared. */
function Chooser({
  first,
  second,
  versions,
}: {
  readonly first: string;
  readonly second: string;
  readonly versions: readonly string[];
}) {
  return (
    <form action="/models/compare" method="get" className="mb-4 flex flex-wrap items-end gap-2 print:hidden">
      <SelectField label="First" name="first" defaultValue={first}>
        {versions.map((version) => (
          <option key={version}>{version}</option>
        ))}
      </SelectField>
      <SelectField label="Second" name="second" defaultValue={second}>
        {versions.map((version) => (
          <option key={version}>{version}</option>
        ))}
      </SelectField>
      <Button type="submit">Compare</Button>
    </form>
  );
}

function SameStays({ view }: { readonly view: CompareView }) {
  const { onSameStays, timeZone } = view;
  if (onSameStays === null)
    return (
      <Notice title="Not measured on the same stays yet">
        Neither was held against the other. Gates do that: on the page of a version, “Hold against”.
      </Notice>
    );
  const { at, champion, candidate, simulated, comparison, groups, tierMoves } = onSameStays;
  return (
    <section className="card" aria-labelledby="same-stays">
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id="same-stays" className="m-0 text-lg font-semibold">
          On the same {count(comparison.stays)} stays
        </h2>
        <span className="text-sm text-mut">
          {candidate} held against {champion}, <LocalTime at={at} style="day-time" timeZone={timeZone} />
        </span>
        {simulated && <Chip tone="warn">Simulated outcomes</Chip>}
      </div>
      <ComparisonTable comparison={comparison} label="Figures of both versions on the same stays" />
      <div className="mt-3">
        <OverlayCalibration
          first={comparison.champion.curve}
          second={comparison.candidate.curve}
          names={[`${champion} (champion)`, `${candidate} (candidate)`]}
        />
      </div>
      <div className="mt-2 flex flex-col">
        <Disclosure summary="By group">
          <GateGroups groups={groups} />
        </Disclosure>
        <Disclosure summary="Tiers of these stays">
          <TierMoveTable moves={tierMoves} names={[champion, candidate]} label="Tiers of the same stays" />
        </Disclosure>
      </div>
    </section>
  );
}

function Learnt({ versions }: { readonly versions: readonly ComparedVersion[] }) {
  return (
    <FigureTable
      label="Results where each version learnt"
      header={["Version, scored", "Stays", "Readmitted", "AUROC (95\u202f% interval)", "ECE", "Slope"]}
      rows={versions.flatMap(({ version, results }) =>
        results.map(({ view, stays, readmissions, auroc, aurocCi95, ece, calibrationSlope }) => ({
          key: `${version} ${view}`,
          cells: [
            `${version}, ${VIEW_WORDS[view].toLowerCase()}`,
            count(stays),
            count(readmissions),
            auroc === null ? "not given" : `${fixed(auroc, 3)} (${intervalWords(aurocCi95, 3)})`,
            fixed(ece, 4),
            fixed(calibrationSlope, 2),
          ],
        })),
      )}
    />
  );
}

function Shapes({ view, names }: { readonly view: CompareView; readonly names: readonly [string, string] }) {
  const [areAll, setAll] = useState(false);
  const { shapes } = view;
  if (shapes === null)
    return (
      <Notice title="No curves to compare">
        One of the two does not say what each value adds: it was registered without contributions.
      </Notice>
    );
  const different = shapes.shapes.filter(({ largestDifference }) => largestDifference > 0);
  const drawn = areAll ? different : different.slice(0, FIRST_SHAPES);
  return (
    <section className="card" aria-labelledby="shapes">
      <h2 id="shapes" className="m-0 mb-1 text-lg font-semibold">
        What each value adds
      </h2>
      <p className="m-0 mb-3 max-w-[80ch] text-sm text-mut">
        {different.length === 0
          ? "Both add the same for every value of every feature."
          : `At discharge; ${different.length} of ${shapes.shapes.length} features differ, the largest difference first.`}
        {shapes.onlyFirst.length > 0 && ` Only ${names[0]} looks at these pairs: ${shapes.onlyFirst.join(", ")}.`}
        {shapes.onlySecond.length > 0 && ` Only ${names[1]} looks at these pairs: ${shapes.onlySecond.join(", ")}.`}
      </p>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 xl:grid-cols-2">
        {drawn.map((shape) => (
          <OverlayShape key={shape.feature} shape={shape} names={names} />
        ))}
      </div>
      {!areAll && different.length > FIRST_SHAPES && (
        <Button className="mt-3 print:hidden" onPress={() => setAll(true)}>
          Show the other {different.length - FIRST_SHAPES}
        </Button>
      )}
    </section>
  );
}
