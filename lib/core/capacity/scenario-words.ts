import { NO_SCENARIO, type Scenario } from "@/lib/core/capacity/scenario";

const beds = (n: number): string => (n === 1 ? "1 bed" : `${n} beds`);

/** Whether anything in a scenario differs from how it is. */
export const isChanged = (scenario: Scenario): boolean => scenarioWords(scenario, () => "") !== AS_IT_IS;

const AS_IT_IS = "As it is";

/** A scenario in one line, e.g. "5C: 4 beds closed; 40 % of planned admissions put off by 7 days". */
export function scenarioWords(scenario: Scenario, nameOf: (unitId: string) => string): string {
  const { closedBeds, addedStaffedBeds, electivesDelayed, delayDays, surgeFactor, surgeFrom, surgeTo } = scenario;
  const said: string[] = [];
  for (const [id, closed] of Object.entries(closedBeds))
    if (closed !== 0) said.push(`${nameOf(id)}: ${beds(Math.abs(closed))} ${closed > 0 ? "closed" : "opened"}`);
  for (const [id, added] of Object.entries(addedStaffedBeds))
    if (added !== 0) said.push(`${nameOf(id)}: ${beds(Math.abs(added))} ${added > 0 ? "more" : "fewer"} staffed`);
  if (electivesDelayed > 0)
    said.push(
      `${Math.round(electivesDelayed * 100)}\u202f% of planned admissions put off by ${delayDays} ${delayDays === 1 ? "day" : "days"}`,
    );
  if (surgeFactor !== 1) {
    const when =
      surgeFrom === NO_SCENARIO.surgeFrom && surgeTo === NO_SCENARIO.surgeTo
        ? ""
        : ` from day ${surgeFrom + 1} to ${surgeTo + 1}`;
    said.push(`unscheduled admissions × ${surgeFactor.toFixed(1)}${when}`);
  }
  return said.length === 0 ? AS_IT_IS : said.join("; ");
}
