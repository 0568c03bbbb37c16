import { compareVersions } from "@/lib/core/gates/compare-versions";
import type { GateInput, HoldOutRow } from "@/lib/core/gates/gate-input";
import type { Comparison, GateReport, GateResult, GateState, TierMove } from "@/lib/core/gates/gate-report";
import { groupGates, judgeGroups } from "@/lib/core/gates/group-gates";
import { overallGates } from "@/lib/core/gates/overall-gates";
import { tierMoves } from "@/lib/core/gates/tier-moves";
import type { Tier } from "@/lib/core/model/scored-stay";
import { tierOf } from "@/lib/core/model/tier";
import { chanceFrom } from "@/lib/core/training/chance";
import { count } from "@/lib/core/validation/figure-words";

/** Fixed, so that the same hold-out always gives the same report. */
const SEED = 20_261;
const RESAMPLES = 500;
const GROUP_RESAMPLES = 200;

/** Fails where any gate fails; passes only where all do. */
export function verdictOf(gates: readonly Pick<GateResult, "state">[]): GateState {
  if (gates.some(({ state }) => state === "fails")) return "fails";
  return gates.some(({ state }) => state === "lacks-data") ? "lacks-data" : "passes";
}

function judge(input: GateInput, resamples: number, groupResamples: number) {
  const random = chanceFrom(SEED);
  const comparison = compareVersions(input.rows, input, random, resamples);
  const groups = judgeGroups(input, random, groupResamples);
  return { comparison, groups, gates: [...overallGates(input, comparison), ...groupGates(groups, input.capacity)] };
}

/** The hold-out as reviewers put it right. Every stay remains; only what was said of it changes. */
const correct = (row: HoldOutRow): HoldOutRow => (row.corrected === null ? row : { ...row, ...row.corrected });

/** A death is no success: both versions again, where who died counts as much as who came back. */
function compositeOf(input: GateInput, resamples: number): Comparison | null {
  if (!input.rows.some(({ died }) => died)) return null;
  const rows = input.rows.map((row): HoldOutRow => (row.died ? { ...row, outcome: 1 } : row));
  return compareVersions(rows, input, chanceFrom(SEED), resamples);
}

function movesOf({ rows, champion, candidate }: GateInput): TierMove[] {
  const tier = (probability: number | null, points: GateInput["champion"]["operatingPoints"]): Tier | null =>
    probability === null ? null : tierOf(probability, points);
  return tierMoves(
    rows.map((row) => ({
      from: tier(row.champion, champion.operatingPoints),
      to: tier(row.candidate, candidate.operatingPoints),
    })),
  );
}

function cautionsOf({ rows, target, champion, candidate, simulated }: GateInput, corrected: number): string[] {
  const died = rows.filter((row) => row.died).length;
  const treated = rows.filter((row) => row.treated).length;
  return [
    ...(simulated ? ["Outcomes are simulated: these figures say nothing about real patients."] : []),
    ...(champion.target === candidate.target
      ? []
      : [
          `The two versions predict different things: the champion ${champion.target}, the candidate ${candidate.target}. Both are held against ${target}, so a difference may be one of targets and not of quality.`,
        ]),
    ...(champion.target === candidate.target && candidate.target !== target
      ? [`Both versions predict ${candidate.target}, and are held against ${target}.`]
      : []),
    ...(treated > 0
      ? [
          `Something was noted as done for ${count(treated)} of ${count(rows.length)} patients. What helps lowers the readmissions among those with a high number: where calibration falls, ask first whether the programme worked.`,
        ]
      : []),
    ...(died > 0
      ? [
          `${count(died)} patients died within 30 days without a readmission; they count as not readmitted here, which is no success. The same figures with “readmitted or died” as the outcome stand beside these.`,
        ]
      : []),
    ...(corrected > 0
      ? [
          `Reviewers put ${count(corrected)} of these stays right. The gates are decided on what was recorded, because only what somebody flagged was looked at again; the figures with corrections stand beside them.`,
        ]
      : []),
  ];
}

/**
 * Holds a candidate against the champion on later stays with known outcomes: every gate passes, fails or lacks data.
 * The same input gives the same report. Never throws: what the rows do not define lacks data.
 */
export function judgeCandidate(
  input: GateInput,
  { resamples = RESAMPLES, groupResamples = GROUP_RESAMPLES } = {},
): GateReport {
  const { task, at, target, champion, candidate, rows, attrition, simulated, capacity, latency } = input;
  const { comparison, groups, gates } = judge(input, resamples, groupResamples);
  const correctedStays = rows.filter(({ corrected }) => corrected !== null).length;
  const righted = correctedStays === 0 ? null : judge({ ...input, rows: rows.map(correct) }, resamples, groupResamples);
  const times = rows.map(({ dischargedAt }) => dischargedAt).sort();
  return {
    schemaVersion: 1,
    task,
    at,
    target,
    champion,
    candidate,
    simulated,
    period: times.length === 0 ? null : { from: times[0] ?? at, to: times.at(-1) ?? at },
    attrition,
    stays: rows.length,
    patients: new Set(rows.map(({ patientId }) => patientId)).size,
    readmissions: rows.filter(({ outcome }) => outcome === 1).length,
    died: rows.filter(({ died }) => died).length,
    treated: rows.filter(({ treated }) => treated).length,
    capacity,
    latency,
    verdict: verdictOf(gates),
    gates,
    comparison,
    groups,
    tierMoves: movesOf(input),
    composite: compositeOf(input, groupResamples),
    withCorrections:
      righted === null
        ? null
        : {
            correctedStays,
            comparison: righted.comparison,
            otherwise: gates.flatMap(({ name, title, state }) => {
              const other = righted.gates.find((gate) => gate.name === name)?.state ?? "lacks-data";
              return other === state ? [] : [{ title, without: state, with: other }];
            }),
          },
    cautions: cautionsOf(input, correctedStays),
    bootstrap: { resamples, groupResamples, seed: SEED },
  };
}
