import Link from "next/link";
import { FigureTable } from "@/components/ui/figure-table";
import type { TierMove } from "@/lib/core/gates/gate-report";
import { TIERS, type Tier } from "@/lib/core/model/scored-stay";
import type { CompareView, MovedPatient } from "@/lib/core/registry/compare-view";
import { count, percent } from "@/lib/core/validation/figure-words";

type Place = Tier | null;
const PLACES: readonly Place[] = [...TIERS, null];
const WORDS: Readonly<Record<Tier | "none", string>> = {
  "very-high": "very high",
  high: "high",
  moderate: "moderate",
  low: "low",
  none: "no probability",
};
const words = (place: Place): string => WORDS[place ?? "none"];

/** How many stay and how many move: rows are the first version's tiers, columns the second's. */
export function TierMoveTable({
  moves,
  names,
  label,
}: {
  readonly moves: readonly TierMove[];
  readonly names: readonly [string, string];
  readonly label: string;
}) {
  const used = PLACES.filter((place) => place !== null || moves.some(({ from, to }) => from === null || to === null));
  return (
    <FigureTable
      label={label}
      header={[`${names[0]} ↓, ${names[1]} →`, ...used.map(words)]}
      rows={used.map((from) => ({
        key: words(from),
        cells: [
          words(from),
          ...used.map((to) => {
            const stays = moves.find((move) => move.from === from && move.to === to)?.stays ?? 0;
            return from === to ? <strong key={words(to)}>{count(stays)}</strong> : count(stays);
          }),
        ],
      }))}
    />
  );
}

/** Patients in hospital now whose tier would be another. */
export function MovedPatients({
  now,
  names,
}: {
  readonly now: CompareView["now"];
  readonly names: readonly [string, string];
}) {
  const moved = now.moves.filter(({ from, to }) => from !== to).reduce((sum, { stays }) => sum + stays, 0);
  return (
    <section className="card" aria-labelledby="moved">
      <h2 id="moved" className="m-0 text-lg font-semibold">
        Patients whose tier would change
      </h2>
      <p className="m-0 mt-1 mb-2 max-w-[72ch]">
        {now.compared === 0
          ? "Nobody with a probability is on your wards now."
          : `${count(moved)} of ${count(now.compared)} patients on your wards now would stand in another tier.`}
        {now.patients === null &&
          now.compared > 0 &&
          " Who they are is shown to data scientists alone: what a version says that wards do not see must not reach the bedside."}
      </p>
      {now.compared > 0 && <TierMoveTable moves={now.moves} names={names} label="Tiers of patients in hospital now" />}
      {now.patients !== null && now.patients.length > 0 && <PatientTable patients={now.patients} names={names} />}
    </section>
  );
}

const saidWords = ({ probability, tier }: MovedPatient["first"]): string =>
  `${percent(probability, 0)}, ${words(tier)}`;

function PatientTable({
  patients,
  names,
}: {
  readonly patients: readonly MovedPatient[];
  readonly names: readonly [string, string];
}) {
  return (
    <FigureTable
      label="Who would stand in another tier"
      header={["Patient", "Ward", names[0], names[1]]}
      rows={patients.map(({ stayId, name, wardName, bed, first, second }) => ({
        key: stayId,
        cells: [
          <Link
            key="patient"
            href={`/stays/${encodeURIComponent(stayId)}`}
            className="quiet-link inline-flex items-center touch:min-h-11"
          >
            {name === "" ? "No name recorded" : name}
          </Link>,
          bed === null ? wardName : `${wardName}, ${bed}`,
          saidWords(first),
          saidWords(second),
        ],
      }))}
    />
  );
}
