import { z } from "zod";
import type { House } from "@/lib/services/house";
import { takeTurns } from "@/lib/services/import-bundles";
import { findDueFacts, noteDerived, writeLabels } from "@/lib/services/store-labels";
import { type Caller, verb } from "@/lib/services/verb";

/** So many patients in one transaction, so that pages never wait long. */
const BATCH = 200;

/**
 * Says the labels that have matured since, and all of them where the rules are newer: what needs no new word from the
 * source. Labels that a record changes are derived when it is read.
 */
export const deriveDueLabels = verb({
  name: "derive-labels",
  input: z.object({}),
  about: () => ({}),
  wards: async () => [],
  run: async (scope) => {
    const due = (await findDueFacts(scope, BATCH)).map(({ patientId }) => patientId);
    await takeTurns(scope, due);
    // Read again: an import may have changed them while it had its turn.
    const found = await findDueFacts(scope, BATCH);
    const own = found.filter(({ patientId }) => due.includes(patientId));
    const written = await writeLabels(scope, own);
    await noteDerived(scope, own);
    const output = { patients: own.length, labels: written, isMore: due.length === BATCH };
    return { output, audit: { target: {}, detail: output } };
  },
});

/**
 * All of it, batch by batch, each in a transaction of its own that notes by which rules its patients are labelled: what
 * ends half-way, or is closed, goes on where it was. After an upgrade to newer rules that is every patient.
 */
export async function deriveAllLabels(house: House, caller: Caller, isClosed = () => false): Promise<number> {
  let labels = 0;
  for (let isMore = true; isMore && !isClosed(); ) {
    const found = await deriveDueLabels(house, caller, {});
    labels += found.labels;
    isMore = found.isMore && found.patients > 0;
  }
  return labels;
}
