import { z } from "zod";

const minutes = z.number().min(0).max(1440);

/** Who stands in a theatre. */
export const TEAM_ROLES = ["surgeon", "anaesthetist", "scrub-nurse", "circulating-nurse", "anaesthetic-nurse"] as const;
export type TeamRole = (typeof TEAM_ROLES)[number];

/**
 * What a kind of operation needs, as a site says it: durations hold until the site's own are recorded, and then as far as
 * those are few.
 */
export const procedureProfile = z
  .object({
    id: z.string().min(1).max(80),
    name: z.string().trim().min(1).max(120),
    /** Codes it goes by; a code ending in * stands for all that begin so. No system: any. */
    codes: z.array(z.object({ system: z.string().max(200).optional(), code: z.string().min(1).max(40) })).max(200),
    /** Patient in to patient out: half take less than `median`, one in ten takes more than `ninetieth`. */
    duration: z
      .object({ median: minutes.min(5), ninetieth: minutes })
      .refine(({ median, ninetieth }) => ninetieth >= median, "the ninetieth must not be below the median"),
    /** Until the next patient can come in. */
    turnover: minutes,
    /** In the recovery room, on average. */
    recovery: minutes,
    team: z.partialRecord(z.enum(TEAM_ROLES), z.number().int().min(0).max(10)),
    /** Used for one patient, on average: 1.5 is one for certain and a second for every other patient. */
    supplies: z.array(z.object({ item: z.string().min(1).max(80), perCase: z.number().min(0).max(500) })).max(200),
    /** Share (0–1) of booked patients who are operated on that day. */
    goesAhead: z.number().min(0).max(1),
  })
  .strict();
export type ProcedureProfile = z.output<typeof procedureProfile>;

/** A code as a record has it. */
export interface Coded {
  readonly system: string;
  readonly code: string;
}

const matches = (wanted: ProcedureProfile["codes"][number], { system, code }: Coded): boolean => {
  if (wanted.system !== undefined && wanted.system !== system) return false;
  return wanted.code.endsWith("*") ? code.startsWith(wanted.code.slice(0, -1)) : wanted.code === code;
};

/** How narrowly a profile means a code: a whole code before a beginning, a longer beginning before a shorter. */
const narrowness = ({ code }: { readonly code: string }): number => (code.endsWith("*") ? code.length - 1 : 1000);

/** The profile that means one of these codes most narrowly; the first of equals. null where none does. */
export function findProfile(profiles: readonly ProcedureProfile[], codes: readonly Coded[]): ProcedureProfile | null {
  let best: { readonly profile: ProcedureProfile; readonly narrow: number } | null = null;
  for (const profile of profiles)
    for (const wanted of profile.codes) {
      const narrow = narrowness(wanted);
      if (narrow > (best?.narrow ?? -1) && codes.some((code) => matches(wanted, code))) best = { profile, narrow };
    }
  return best?.profile ?? null;
}
