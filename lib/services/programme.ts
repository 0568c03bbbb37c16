import { asc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { besideLines } from "@/lib/core/programme/around-lines";
import { compareBesideLines } from "@/lib/core/programme/programme-effect";
import { distanceSteps, type ProgrammeView, wardCourse } from "@/lib/core/programme/programme-view";
import { modelVisibility } from "@/lib/core/validation/model-visibility";
import { visibilityDecisions, wards } from "@/lib/io/database/schema";
import { findScoreStanding, findVisibilityFacts } from "@/lib/services/model-visibility";
import { findCourseStays, findLineOutcomes, findLines } from "@/lib/services/programme-rows";
import { type Scope, verb } from "@/lib/services/verb";

/** From when on any version's numbers were shown on wards: the earliest of those that still are. */
async function findShownSince(scope: Scope): Promise<string | null> {
  const { tx, house } = scope;
  const decided = await tx
    .selectDistinct({ version: visibilityDecisions.modelVersion })
    .from(visibilityDecisions)
    .where(eq(visibilityDecisions.task, house.model.facts.task));
  const times: string[] = [];
  for (const { version } of decided) {
    const { decisions, reports } = await findVisibilityFacts(scope, version);
    const visibility = modelVisibility(decisions, reports, house.isDemo);
    if (visibility.state === "shown" && visibility.since !== null) times.push(visibility.since);
  }
  return times.sort()[0] ?? null;
}

/** What became of patients since numbers were shown, and of those just above a line beside those just below it. */
export const readProgramme = verb({
  name: "read-programme",
  input: z.object({ wardId: z.string().min(1).max(200).nullish() }),
  about: ({ wardId }): Record<string, string> => (wardId ? { wardId } : {}),
  wards: async (_scope, { wardId }) => (wardId ? [wardId] : []),
  run: async (scope, { wardId }) => {
    const { tx, house, now, actor } = scope;
    const { silentBecause } = await findScoreStanding(scope);
    const own = await tx
      .select({ id: wards.id, name: wards.name })
      .from(wards)
      .where(inArray(wards.id, [...actor.wardIds]))
      .orderBy(asc(wards.name));
    const wardIds = wardId ? [wardId] : own.map(({ id }) => id);
    const shownSince = await findShownSince(scope);
    const shared = {
      asOf: now.toISOString(),
      timeZone: house.timeZone,
      wards: own,
      wardId: wardId ?? null,
      silentBecause,
      shownSince,
      simulated: house.isDemo,
    };
    const audit = { target: wardId ? { wardId } : {}, detail: { wards: wardIds.length } };
    if (silentBecause !== null) {
      const none = { course: null, comparison: null, steps: [], died: 0, withoutNumber: 0 };
      return { output: { ...shared, ...none } satisfies ProgrammeView as ProgrammeView, audit };
    }
    const { stays, ...leftOut } = await findCourseStays(scope, wardIds, shownSince);
    const lines = await findLines(scope, wardIds);
    const rows = besideLines(lines, await findLineOutcomes(scope, lines));
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
