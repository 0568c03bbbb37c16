import { z } from "zod";
import { type EdBoard, edBoardRows } from "@/lib/core/capacity/ed-board";
import { findAdmissionFacts } from "@/lib/services/admission-facts";
import { findAdmissionSilence } from "@/lib/services/admission-standing";
import { findDemandAge, findVisits } from "@/lib/services/census-sources";
import { verb } from "@/lib/services/verb";

/** The emergency department now, without who anybody is, and how many beds it will ask for. */
export const readEdBoard = verb({
  name: "read-ed-board",
  input: z.object({}),
  about: (): Record<string, string> => ({}),
  wards: async () => [],
  run: async (scope) => {
    const { house, tx, now } = scope;
    const { readAt, isFresh } = await findDemandAge(tx, now);
    const visits = await findVisits(tx);
    const versions = [...new Set(visits.flatMap(({ modelVersion }) => modelVersion ?? []))].sort();
    const silences = await Promise.all(versions.map((version) => findAdmissionSilence(scope, version)));
    const silentBecause = silences.find((why) => why !== null) ?? null;
    const output: EdBoard = {
      ...{ asOf: now.toISOString(), timeZone: house.timeZone, readAt: readAt?.toISOString() ?? null, isFresh },
      ...edBoardRows(visits, silentBecause),
      ...{ silentBecause, model: await findAdmissionFacts(scope), simulated: house.isDemo },
    };
    const detail = { visits: visits.length, chances: output.beds?.visits ?? 0 };
    return { output, audit: { target: {}, detail } };
  },
});
