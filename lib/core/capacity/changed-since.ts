import type { CensusUnit } from "@/lib/core/capacity/census";
import type { CensusView } from "@/lib/core/capacity/census-view";
import { NO_SCENARIO, type Scenario } from "@/lib/core/capacity/scenario";
import { daysBetween } from "@/lib/core/worklist/leaving-group";

type Seen = Pick<CensusView, "input">;

const firstDay = ({ input }: Seen): string => input.days[0] ?? "";

const bedsOf = ({ staffedBeds, physicalBeds }: CensusUnit): string => `${staffedBeds} of ${physicalBeds}`;

/** What is otherwise in the hospital than when it was looked at before, in sentences without a full stop. */
export function changedSince(then: Seen, now: Seen): string[] {
  const said: string[] = [];
  const passed = daysBetween(firstDay(then), firstDay(now));
  if (passed > 0) said.push(passed === 1 ? "a day has passed" : `${passed} days have passed`);
  const before = new Map(then.input.units.map((unit) => [unit.id, unit]));
  for (const unit of now.input.units) {
    const old = before.get(unit.id);
    before.delete(unit.id);
    if (old === undefined) said.push(`${unit.name} came in`);
    else if (bedsOf(old) !== bedsOf(unit)) said.push(`${unit.name}: ${bedsOf(unit)} beds staffed, then ${bedsOf(old)}`);
  }
  for (const gone of before.values()) said.push(`${gone.name} is not among your units`);
  const [patients, patientsThen] = [now.input.here.length, then.input.here.length];
  if (patients !== patientsThen) said.push(`patients here: ${patients}, then ${patientsThen}`);
  return said;
}

/** A scenario of some days ago on the days of now: a surge stays on its dates, and one that is over is none. */
export function scenarioOn(scenario: Scenario, then: Seen, now: Seen): Scenario {
  const passed = Math.max(0, daysBetween(firstDay(then), firstDay(now)));
  const { surgeFrom, surgeTo } = scenario;
  const isThroughout = surgeFrom === NO_SCENARIO.surgeFrom && surgeTo === NO_SCENARIO.surgeTo;
  if (passed === 0 || isThroughout) return scenario;
  if (surgeTo < passed) {
    const { surgeFactor, surgeFrom: from, surgeTo: to } = NO_SCENARIO;
    return { ...scenario, surgeFactor, surgeFrom: from, surgeTo: to };
  }
  return { ...scenario, surgeFrom: Math.max(0, surgeFrom - passed), surgeTo: surgeTo - passed };
}
