import { asc, inArray } from "drizzle-orm";
import { z } from "zod";
import { besideLines } from "@/lib/core/programme/around-lines";
import { compareBesideLines } from "@/lib/core/programme/programme-effect";
import { distanceSteps, type ProgrammeView, wardCourse } from "@/lib/core/programme/programme-view";
import { shownDuring } from "@/lib/core/programme/shown-intervals";
import { wards } from "@/lib/io/database/schema";
import { shelfOf } from "@/lib/services/model-shelf";
import { findVisibilityFacts } from "@/lib/services/model-visibility";
import { findCourseStays, findLineOutcomes, findLines, findOpenDays } from "@/lib/services/programme-rows";
import { findRolloutEvents } from "@/lib/services/rollout-record";
import { findStandings } from "@/lib/services/silence-unapproved";
import { type Scope, verb } from "@/lib/services/verb";

/** Every version that ever served here: what this reader sees of it now, and what wards were shown of it when. */
async function findVersions(scope: Scope) {
  const { tx, house } = scope;
  const champion = house.model.facts.version;
  const shipped = shelfOf(house).shipped.facts.version;
  const rollouts = await findRolloutEvents(tx, house.model.facts.task);
  const names = [...new Set([champion, shipped, ...rollouts.map(({ modelVersion }) => modelVersion)])];
  const standings = await findStandings(scope, names);
  const versions = new Map<string, Awaited<ReturnType<typeof findVisibilityFacts>>>();
  for (const name of names) versions.set(name, await findVisibilityFacts(scope, name));
  const seen = names.filter((name) => standings.get(name)?.silentBecause === null);
  return {
    /** Whose numbers this reader may see. */
    seen,
    silentBecause: seen.length > 0 ? null : (standings.get(champion)?.silentBecause ?? null),
    during: shownDuring({ rollouts, shipped, versions, isDemo: house.isDemo }),
  };
}

/** What became of patients while numbers were shown and while they were not, and of those just above a line beside those just below it. */
export const readProgramme = verb({
  name: "read-programme",
  input: z.object({ wardId: z.string().min(1).max(200).nullish() }),
  about: ({ wardId }): Record<string, string> => (wardId ? { wardId } : {}),
  wards: async (_scope, { wardId }) => (wardId ? [wardId] : []),
  run: async (scope, { wardId }) => {
    const { tx, house, now, actor } = scope;
    const { seen, silentBecause, during } = await findVersions(scope);
    const own = await tx
      .select({ id: wards.id, name: wards.name })
      .from(wards)
      .where(inArray(wards.id, [...actor.wardIds]))
      .orderBy(asc(wards.name));
    const wardIds = wardId ? [wardId] : own.map(({ id }) => id);
    const shared = {
      asOf: now.toISOString(),
      timeZone: house.timeZone,
      wards: own,
      wardId: wardId ?? null,
      silentBecause,
      simulated: house.isDemo,
    };
    const audit = { target: wardId ? { wardId } : {}, detail: { wards: wardIds.length } };
    if (silentBecause !== null) {
      const none = { course: null, comparison: null, steps: [], died: 0, withoutNumber: 0, unsettled: 0 };
      return { output: { ...shared, ...none } satisfies ProgrammeView as ProgrammeView, audit };
    }
    const openDays = await findOpenDays(scope);
    const { stays, ...leftOut } = await findCourseStays(scope, wardIds, { versions: seen, during, openDays });
    const lines = await findLines(scope, wardIds, seen);
    const rows = besideLines(lines, await findLineOutcomes(scope, lines, openDays));
    const comparison = compareBesideLines(rows, lines.length);
    const output: ProgrammeView = {
      ...shared,
      ...leftOut,
      course: wardCourse(stays),
      comparison,
      steps: distanceSteps(rows, comparison),
    };
    const detail = { ...audit.detail, stays: stays.length, lines: lines.length };
    return { output, audit: { ...audit, detail } };
  },
});
