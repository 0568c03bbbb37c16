import { observedOverExpected } from "@/lib/core/evaluation/calibration";
import { toClusters } from "@/lib/core/evaluation/cluster-bootstrap";
import { GATE_BARS, GATED_VARIABLES } from "@/lib/core/gates/gate-bars";
import type { GateInput, HoldOutRow } from "@/lib/core/gates/gate-input";
import type { Both, GateResult, GateState, GroupGate } from "@/lib/core/gates/gate-report";
import { figureWords, fixed, percent } from "@/lib/core/validation/figure-words";
import { withIntervals } from "@/lib/core/validation/measure";
import type { Figure } from "@/lib/core/validation/validation-report";

type Which = "champion" | "candidate";
const NONE: Figure = { value: null, ci95: null };
const NEITHER: Both<null> = { champion: null, candidate: null };

/** The stays one version would have called, had as many been called as the ward can: the highest probabilities. */
function calledBy(rows: readonly HoldOutRow[], which: Which, share: number): ReadonlySet<HoldOutRow> {
  const ranked = rows
    .filter((row) => row[which] !== null)
    .sort((a, b) => (b[which] ?? 0) - (a[which] ?? 0) || (a.stayId < b.stayId ? -1 : 1));
  return new Set(ranked.slice(0, Math.round(rows.length * share)));
}

type Called = Both<ReadonlySet<HoldOutRow>>;

const both = <Value>(of: (which: Which) => Value): Both<Value> => ({
  champion: of("champion"),
  candidate: of("candidate"),
});

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Share of the rows in `of` that are also in `within`, as a figure of weighted rows. */
function shareFigure(of: Uint8Array, within: Uint8Array) {
  return (weights: Uint16Array): number | null => {
    let part = 0;
    let whole = 0;
    for (let i = 0; i < of.length; i++) {
      if (of[i] === 0) continue;
      whole += weights[i]!;
      part += weights[i]! * within[i]!;
    }
    return ratio(part, whole);
  };
}

function observedOver(rows: readonly HoldOutRow[], which: Which): number | null {
  const scored = rows.filter((row) => row[which] !== null);
  return observedOverExpected(
    scored.map((row) => row[which] ?? 0),
    scored.map(({ outcome }) => outcome),
  );
}

type Measured = Omit<GroupGate, "state" | "failures">;

function measure(
  group: Pick<GroupGate, "variable" | "level">,
  rows: readonly HoldOutRow[],
  called: Called,
  random: () => number,
  resamples: number,
): Measured {
  const readmissions = rows.filter(({ outcome }) => outcome === 1).length;
  const found = { ...group, stays: rows.length, readmissions };
  if (readmissions < GATE_BARS.events)
    return {
      ...found,
      oe: NEITHER,
      sensitivity: NEITHER,
      sensitivityDifference: NONE,
      ppv: NEITHER,
      ppvDifference: NONE,
      shareOfCalls: NEITHER,
      abstention: NEITHER,
    };
  const events = Uint8Array.from(rows, ({ outcome }) => outcome);
  const calls = both((which) => Uint8Array.from(rows, (row) => (called[which].has(row) ? 1 : 0)));
  const figureOf = (kind: "sensitivity" | "ppv", which: Which) =>
    kind === "sensitivity" ? shareFigure(events, calls[which]) : shareFigure(calls[which], events);
  const difference = (kind: "sensitivity" | "ppv") => (weights: Uint16Array) => {
    const [mine, theirs] = [figureOf(kind, "candidate")(weights), figureOf(kind, "champion")(weights)];
    return mine === null || theirs === null ? null : mine - theirs;
  };
  const { sensitivity, ppv } = withIntervals(
    toClusters(rows.map(({ patientId }) => patientId)),
    { sensitivity: difference("sensitivity"), ppv: difference("ppv") },
    random,
    resamples,
  );
  const once = new Uint16Array(rows.length).fill(1);
  return {
    ...found,
    oe: both((which) => observedOver(rows, which)),
    sensitivity: both((which) => figureOf("sensitivity", which)(once)),
    sensitivityDifference: sensitivity,
    ppv: both((which) => figureOf("ppv", which)(once)),
    ppvDifference: ppv,
    shareOfCalls: both((which) =>
      ratio(
        calls[which].reduce((sum, one) => sum + one, 0),
        called[which].size,
      ),
    ),
    abstention: both((which) => ratio(rows.filter((row) => row[which] === null).length, rows.length)),
  };
}

const outside = (value: number | null, [low, high]: readonly [number, number]): value is number =>
  value !== null && (value < low || value > high);

/** A loss that is both large and beyond chance. */
const isLoss = ({ value, ci95 }: Figure): boolean =>
  value !== null && value < -GATE_BARS.groupLoss && ci95 !== null && ci95[1] < 0;

function failuresOf({
  oe,
  sensitivityDifference,
  ppvDifference,
  shareOfCalls,
  abstention,
}: Measured): readonly string[] {
  const calls =
    shareOfCalls.champion && shareOfCalls.candidate !== null ? shareOfCalls.candidate / shareOfCalls.champion : null;
  const more =
    abstention.champion === null || abstention.candidate === null ? 0 : abstention.candidate - abstention.champion;
  return [
    ...(outside(oe.candidate, GATE_BARS.groupOe)
      ? [`observed over expected ${fixed(oe.candidate, 2)} (champion ${fixed(oe.champion, 2)})`]
      : []),
    ...(isLoss(sensitivityDifference) ? [`sensitivity changes by ${figureWords(sensitivityDifference, 2)}`] : []),
    ...(isLoss(ppvDifference) ? [`PPV changes by ${figureWords(ppvDifference, 2)}`] : []),
    ...(outside(calls, GATE_BARS.groupCalls)
      ? [`share of calls goes from ${percent(shareOfCalls.champion)} to ${percent(shareOfCalls.candidate)}`]
      : []),
    ...(more > GATE_BARS.abstention
      ? [`without a probability ${percent(abstention.candidate)} (champion ${percent(abstention.champion)})`]
      : []),
  ];
}

const text = new Intl.Collator("en", { numeric: true });

function levelsOf(rows: readonly HoldOutRow[]): Map<string, Map<string, HoldOutRow[]>> {
  const variables = new Map<string, Map<string, HoldOutRow[]>>(GATED_VARIABLES.map((name) => [name, new Map()]));
  for (const row of rows)
    for (const [variable, level] of Object.entries(row.subgroups)) {
      const levels = variables.get(variable) ?? new Map<string, HoldOutRow[]>();
      variables.set(variable, levels);
      const group = levels.get(level) ?? [];
      levels.set(level, group);
      group.push(row);
    }
  return variables;
}

/** Every level of every variable: what both versions do for these patients. */
export function judgeGroups(
  { rows, capacity }: Pick<GateInput, "rows" | "capacity">,
  random: () => number,
  resamples: number,
): GroupGate[] {
  const called = both((which) => calledBy(rows, which, capacity.share));
  return [...levelsOf(rows)].flatMap(([variable, levels]) =>
    [...levels]
      .sort(([a], [b]) => text.compare(a, b))
      .map(([level, group]): GroupGate => {
        const measured = measure({ variable, level }, group, called, random, resamples);
        const failures = failuresOf(measured);
        const state: GateState =
          measured.readmissions < GATE_BARS.events ? "lacks-data" : failures.length > 0 ? "fails" : "passes";
        return { ...measured, state, failures };
      }),
  );
}

/** One gate a variable: fails where any group fails, and passes only where every group could be judged and passes. */
export function groupGates(groups: readonly GroupGate[], capacity: GateInput["capacity"]): GateResult[] {
  const variables = new Set<string>([...GATED_VARIABLES, ...groups.map(({ variable }) => variable)]);
  return [...variables].map((variable): GateResult => {
    const own = groups.filter((group) => group.variable === variable);
    const failing = own.filter(({ state }) => state === "fails");
    const few = own.filter(({ state }) => state === "lacks-data").map(({ level }) => level);
    const state: GateState =
      failing.length > 0 ? "fails" : own.length === 0 || few.length > 0 ? "lacks-data" : "passes";
    const measured = [
      ...failing.map(({ level, failures }) => `${level}: ${failures.join(", ")}`),
      ...(own.length === 0 ? ["Not recorded for any of these stays"] : []),
      ...(own.length > few.length && failing.length === 0
        ? [`${own.length - few.length} of ${own.length} groups judged, nothing found`]
        : []),
      ...(few.length > 0 ? [`Not enough to judge (under ${GATE_BARS.events} events): ${few.join(", ")}`] : []),
    ];
    const [low, high] = GATE_BARS.groupOe;
    return {
      name: `group-${variable.toLowerCase()}`,
      title: `${variable}, by group`,
      rule: `In every group observed over expected from ${low} to ${high}; at working capacity (${percent(capacity.share, 0)} called) no loss of sensitivity or PPV over ${GATE_BARS.groupLoss * 100} points that is beyond chance, no share of calls under ${GATE_BARS.groupCalls[0]} or over ${GATE_BARS.groupCalls[1]} times the champion’s, at most ${GATE_BARS.abstention * 100} points more without a probability`,
      measured: `${measured.join(". ")}.`,
      state,
    };
  });
}
