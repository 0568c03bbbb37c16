import { GATE_BARS } from "@/lib/core/gates/gate-bars";
import type { GateInput } from "@/lib/core/gates/gate-input";
import type { Comparison, GateResult, GateState } from "@/lib/core/gates/gate-report";
import { count, figureWords, fixed, percent } from "@/lib/core/validation/figure-words";

type Ruled = Omit<GateResult, "state" | "measured">;

const inside = (value: number, [low, high]: readonly [number, number]): boolean => value >= low && value <= high;
const range = ([low, high]: readonly [number, number]): string => `${low} to ${high}`;

/** A gate that needs events: with too few it is never passed, whatever the estimate. */
function withEvents(gate: Ruled, { readmissions }: Comparison, measured: string, holds: boolean | null): GateResult {
  const enough = readmissions >= GATE_BARS.events;
  const state: GateState = !enough || holds === null ? "lacks-data" : holds ? "passes" : "fails";
  const why = enough ? "" : ` Not enough to judge: ${count(readmissions)} of ${GATE_BARS.events} events.`;
  return { ...gate, measured: `${measured}.${why}`, state };
}

/** Whether the hold-out is what it must be: later than everything either version learnt from, and large enough. */
function holdOutGate({ rows, champion, candidate }: GateInput, { readmissions }: Comparison): GateResult {
  const until = [champion.learntUntil, candidate.learntUntil];
  const known = until.filter((time) => time !== null).map((time) => Date.parse(time));
  const early = rows.filter(({ dischargedAt }) => known.some((time) => Date.parse(dischargedAt) <= time)).length;
  const isUnknown = known.length < until.length;
  const state: GateState = early > 0 ? "fails" : isUnknown || readmissions < GATE_BARS.events ? "lacks-data" : "passes";
  const told =
    early > 0
      ? `${count(early)} of ${count(rows.length)} stays ended before the last that one of the versions learnt from`
      : isUnknown
        ? "it is not recorded until when one of the versions learnt"
        : "every stay is later than what both versions learnt from";
  return {
    name: "hold-out",
    title: "Hold-out",
    rule: `Later in time than everything either version learnt from, with at least ${GATE_BARS.events} events; no stay left out because it was flagged`,
    measured: `${count(rows.length)} stays, ${count(readmissions)} events among those both scored; ${told}.`,
    state,
  };
}

function discriminationGate(comparison: Comparison): GateResult {
  const { aurocDifference: found, champion, candidate } = comparison;
  const gate = {
    name: "discrimination",
    title: "Telling patients apart",
    rule: `AUROC, candidate less champion: lower end of the 95\u202f% interval above ${fixed(GATE_BARS.aurocDifference, 2)}`,
  };
  const words = `${figureWords(found, 4)}; champion ${fixed(champion.auroc.value, 3)}, candidate ${fixed(candidate.auroc.value, 3)}`;
  return withEvents(gate, comparison, words, found.ci95 === null ? null : found.ci95[0] > GATE_BARS.aurocDifference);
}

function slopeGate(comparison: Comparison): GateResult {
  const { slope } = comparison.candidate;
  const gate = {
    name: "calibration-slope",
    title: "Calibration, spread",
    rule: `Calibration slope of the candidate from ${range(GATE_BARS.slope)}`,
  };
  return withEvents(
    gate,
    comparison,
    figureWords(slope, 2),
    slope.value === null ? null : inside(slope.value, GATE_BARS.slope),
  );
}

function levelGate(comparison: Comparison): GateResult {
  const { oe } = comparison.candidate;
  const gate = {
    name: "calibration-level",
    title: "Calibration, level",
    rule: `Observed over expected events of the candidate from ${range(GATE_BARS.oe)}`,
  };
  return withEvents(gate, comparison, figureWords(oe, 2), oe.value === null ? null : inside(oe.value, GATE_BARS.oe));
}

function logLossGate(comparison: Comparison): GateResult {
  const { logLossDifference: found, champion, candidate } = comparison;
  const gate = {
    name: "log-loss",
    title: "Log loss",
    rule: `Log loss, candidate less champion: upper end of the 95\u202f% interval below ${GATE_BARS.logLossDifference}`,
  };
  const words = `${figureWords(found, 4)}; champion ${fixed(champion.logLoss, 4)}, candidate ${fixed(candidate.logLoss, 4)}`;
  return withEvents(gate, comparison, words, found.ci95 === null ? null : found.ci95[1] < GATE_BARS.logLossDifference);
}

function benefitGate(comparison: Comparison): GateResult {
  const { rivals, candidate, champion, workingThreshold } = comparison;
  const per1000 = (value: number | null) => fixed(value === null ? null : value * 1000, 1);
  const own = candidate.netBenefit;
  const gate = {
    name: "net-benefit",
    title: "Net benefit",
    rule: `Net benefit at the working threshold (${percent(workingThreshold)}) above that of LACE, HOSPITAL and calling everyone`,
  };
  const others = rivals.map(({ name, netBenefit }) => `${name} ${per1000(netBenefit)}`).join(", ");
  const words = `Per 1,000 stays: candidate ${per1000(own)}, ${others}; champion ${per1000(champion.netBenefit)}`;
  const holds = own === null ? null : rivals.every(({ netBenefit }) => netBenefit !== null && own > netBenefit);
  return withEvents(gate, comparison, words, holds);
}

function volumeGate({ rows }: GateInput, { champion, candidate }: Comparison): GateResult {
  const ratio = champion.calls === 0 ? null : candidate.calls / champion.calls;
  return {
    name: "alert-volume",
    title: "Number of calls",
    rule: "Stays at “high” and above, by each version’s own points: within 15\u202f% of the champion’s",
    measured:
      ratio === null
        ? "The champion calls nobody here, so there is nothing to compare with."
        : `Champion ${count(champion.calls)}, candidate ${count(candidate.calls)} of ${count(rows.length)} stays: ${fixed(ratio * 100, 0)}\u202f% of the champion’s.${champion.calls < GATE_BARS.events ? " Not enough to judge." : ""}`,
    state:
      ratio === null || champion.calls < GATE_BARS.events
        ? "lacks-data"
        : inside(ratio, GATE_BARS.alertVolume)
          ? "passes"
          : "fails",
  };
}

function abstentionGate({ rows }: GateInput): GateResult {
  const share = (which: "champion" | "candidate"): number | null =>
    rows.length === 0 ? null : rows.filter((row) => row[which] === null).length / rows.length;
  const [champion, candidate] = [share("champion"), share("candidate")];
  const state: GateState =
    champion === null || candidate === null || rows.length < GATE_BARS.events
      ? "lacks-data"
      : candidate - champion <= GATE_BARS.abstention
        ? "passes"
        : "fails";
  return {
    name: "abstention",
    title: "Stays without a probability",
    rule: `At most ${GATE_BARS.abstention * 100} percentage points more stays without a probability than with the champion`,
    measured: `Champion ${percent(champion)}, candidate ${percent(candidate)}.`,
    state,
  };
}

function latencyGate({ latency }: GateInput): GateResult {
  return {
    name: "latency",
    title: "Time to score",
    rule: `95 of 100 scorings of one stay within ${GATE_BARS.latencyMs} ms`,
    measured:
      latency === null
        ? "Not measured."
        : `Champion ${fixed(latency.champion, 1)} ms, candidate ${fixed(latency.candidate, 1)} ms (${count(latency.stays)} stays, one at a time).`,
    state: latency === null ? "lacks-data" : latency.candidate <= GATE_BARS.latencyMs ? "passes" : "fails",
  };
}

/** Every gate over all patients together; those over groups are in `group-gates.ts`. */
export function overallGates(input: GateInput, comparison: Comparison): GateResult[] {
  return [
    holdOutGate(input, comparison),
    discriminationGate(comparison),
    slopeGate(comparison),
    levelGate(comparison),
    logLossGate(comparison),
    benefitGate(comparison),
    volumeGate(input, comparison),
    abstentionGate(input),
    latencyGate(input),
  ];
}
