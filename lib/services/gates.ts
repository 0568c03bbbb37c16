import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import type { GatesView } from "@/lib/core/gates/gates-view";
import { findGateReport, findGates } from "@/lib/services/find-gates";
import { verb } from "@/lib/services/verb";

/** Every time a version was held against the champion, and one report in full: the newest where none is named. */
export const readGates = verb({
  name: "read-gates",
  input: z.object({ version: z.string().min(1).max(40), gatesId: z.uuid().nullish() }),
  about: ({ version }) => ({ modelVersion: version }),
  wards: async () => [],
  run: async ({ tx, house }, { version, gatesId }) => {
    const { task } = house.model.facts;
    const judged = await findGates(tx, task, version);
    const id = gatesId ?? judged[0]?.id ?? null;
    if (id !== null && !judged.some((one) => one.id === id))
      throw new Fault("not-found", "There is no such report of this version.");
    const content = id === null ? null : await findGateReport(tx, id);
    const output: GatesView = {
      version,
      judged,
      report: id === null || content === null ? null : { id, content },
      timeZone: house.timeZone,
    };
    const target = { task, modelVersion: version, ...(id === null ? {} : { gatesId: id }) };
    return { output, audit: { target, detail: { judged: judged.length } } };
  },
});
