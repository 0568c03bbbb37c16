import { ageInYears } from "@/lib/core/worklist/age";

/** What is known of a patient for checking that the model is right for everybody. */
export interface GroupFacts {
  readonly sex: string;
  /** As recorded: YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly birthDate: string | null;
  readonly ward: string | null;
  readonly race: string | null;
  readonly ethnicity: string | null;
}

/** The bands the model card reports. */
export function ageBand(years: number): string {
  if (years < 50) return "under 50";
  if (years < 70) return "50–69";
  return years < 80 ? "70–79" : "80 and over";
}

/** Variable → level; what is not recorded has no entry. Age is that on the day of discharge (YYYY-MM-DD). */
export function subgroupsOf(
  { sex, birthDate, ward, race, ethnicity }: GroupFacts,
  dischargeDay: string,
): Record<string, string> {
  const years = ageInYears(birthDate, dischargeDay);
  const levels: readonly (readonly [string, string | null])[] = [
    ["Sex", sex === "unknown" ? null : sex],
    ["Age", years === null ? null : ageBand(years)],
    ["Ward", ward],
    ["Race", race],
    ["Ethnicity", ethnicity],
  ];
  return Object.fromEntries(levels.filter((pair): pair is readonly [string, string] => pair[1] !== null));
}
