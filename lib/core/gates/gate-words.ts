import type { GateReport, GateState } from "@/lib/core/gates/gate-report";
import { count } from "@/lib/core/validation/figure-words";

/** What a gate's result is called where people read it. */
export const GATE_WORDS: Readonly<Record<GateState, string>> = {
  passes: "passes",
  fails: "fails",
  "lacks-data": "lacks data",
};

/** What all of them come to. */
export const GATE_VERDICT_WORDS: Readonly<Record<GateState, string>> = {
  passes: "Every gate is passed",
  fails: "Stopped by a gate",
  "lacks-data": "Not every gate could be judged",
};

/** What follows from it, in one or two sentences. */
export function gateSentence({ verdict, gates, stays, readmissions }: GateReport): string {
  const on = `On ${count(stays)} later stays with ${count(readmissions)} readmissions`;
  const of = (state: GateState) => gates.filter((gate) => gate.state === state).length;
  if (verdict === "passes") return `${on}, all ${gates.length} gates are passed. A person still decides.`;
  if (verdict === "fails") {
    const open = of("lacks-data");
    return `${on}, ${of("fails")} of ${gates.length} gates ${of("fails") === 1 ? "fails" : "fail"}${open > 0 ? ` and ${open} could not be judged` : ""}. To use it all the same takes two people of different roles and a reason.`;
  }
  return `${on}, ${of("passes")} of ${gates.length} gates are passed and ${of("lacks-data")} could not be judged. What could not be judged is not known to be right: to use it all the same takes two people of different roles and a reason.`;
}
