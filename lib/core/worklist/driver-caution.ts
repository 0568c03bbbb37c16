import { FEATURES } from "@/lib/core/features/feature-table";
import type { Driver } from "@/lib/core/model/scored-stay";
import { PAIR } from "@/lib/core/worklist/driver-sentence";

/**
 * What some inputs do not say. Where a patient comes from and where they go is chosen by how ill they are, so what the
 * model learnt of it is confounded by severity (Caruana et al. 2015, on patterns that are true of the data and wrong
 * as advice).
 * @see https://doi.org/10.1145/2783258.2788613
 */
const CAUTIONS: ReadonlyMap<string, string> = new Map([
  ...FEATURES.flatMap(({ name, caution }) => (caution === undefined ? [] : [[name, caution] as const])),
  ["dischargePlan", "Reflects how ill patients are; not a reason to change the plan."],
  ["admissionSource", "Reflects how ill patients are; not a reason to change the plan."],
]);

/** What a driver must not be read as; null where there is no such danger, or its value is missing. */
export function driverCaution({ feature, value }: Pick<Driver, "feature" | "value">): string | null {
  const values = Array.isArray(value) ? value : [value];
  const names = feature.split(PAIR);
  const known = names.filter((_, position) => (values[position] ?? null) !== null);
  return known.map((name) => CAUTIONS.get(name)).find((caution) => caution !== undefined) ?? null;
}
