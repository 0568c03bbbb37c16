import { z } from "zod";
import type { Worklist } from "@/lib/core/worklist/worklist";
import { verb } from "@/lib/services/verb";
import { findSnapshot } from "@/lib/services/worklist-snapshot";

/**
 * The current inpatients of one ward, or of all the reader's wards, in working order and then those without a score.
 * Who was shown which score is written down beside the audit (`viewings`).
 */
export const listWorklist = verb({
  name: "list-worklist",
  input: z.object({ wardId: z.string().min(1).max(200).nullish() }),
  about: ({ wardId }): Record<string, string> => (wardId ? { wardId } : {}),
  wards: async (_scope, { wardId }) => (wardId ? [wardId] : []),
  run: async (scope, { wardId }) => {
    const { actor, house } = scope;
    const { snapshot, view, dataAsOf } = await findSnapshot(scope, actor.wardIds, wardId || null);
    const { checkedHere, provenance, silentBecause } = snapshot.standing;
    const output: Worklist = {
      wards: snapshot.wards,
      wardId: wardId || null,
      rows: view.rows,
      asOf: snapshot.madeAt,
      dataAsOf,
      timeZone: house.timeZone,
      checkedHere,
      provenance,
      silentBecause,
      cutoff: view.cutoff,
      version: `${snapshot.version}.${dataAsOf ?? ""}`,
    };
    return { output, audit: { target: wardId ? { wardId } : {}, detail: { stays: view.rows.length } } };
  },
});
