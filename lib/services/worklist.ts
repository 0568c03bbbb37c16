import { z } from "zod";
import type { Worklist } from "@/lib/core/worklist/worklist";
import { sharedVerb } from "@/lib/services/shared-verb";
import { showLists } from "@/lib/services/show-lists";

/**
 * The current inpatients of one ward, or of all the reader's wards, in working order and then those without a score.
 * Who was shown which score is written down beside the audit (`viewings`). Readers of the same wards are given the very
 * same object while nothing changes: it is for reading only.
 */
export const listWorklist = sharedVerb({
  name: "list-worklist",
  input: z.object({ wardId: z.string().min(1).max(200).nullish() }),
  about: ({ wardId }): Record<string, string> => (wardId ? { wardId } : {}),
  wards: ({ wardId }) => (wardId ? [wardId] : []),
  run: async (scope, asked) => {
    const lists = await showLists(
      scope,
      asked.map(({ actor, input }) => ({ actor, wardId: input.wardId || null })),
    );
    return lists.map((output: Worklist, at) => {
      const wardId = asked[at]?.input.wardId;
      return { output, audit: { target: wardId ? { wardId } : {}, detail: { stays: output.rows.length } } };
    });
  },
});
