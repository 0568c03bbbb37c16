import { z } from "zod";
import { type Anchor, anchorSchema } from "@/lib/core/audit/anchor";
import type { AuditVerdict } from "@/lib/core/audit/audit-verdict";
import { auditVerifier } from "@/lib/core/audit/audit-verifier";
import { auditMacsOf } from "@/lib/services/audit-log";
import { findHead, findLegacyUpTo, listSealed, listUnsealed } from "@/lib/services/audit-rows";
import type { House } from "@/lib/services/house";
import { longVerb } from "@/lib/services/long-verb";

/** Rows read at once: what is in memory does not grow with the log, and others get their turn in between. */
const PAGE = 1_000;

/** The verdict on the whole log as it is now, with the anchors of these files. */
export async function checkAudit(
  house: Pick<House, "database" | "vault" | "clock">,
  anchors: readonly Anchor[],
): Promise<AuditVerdict> {
  const { database, vault, clock } = house;
  const { legacyUpTo, end } = await database.transaction(async (tx) => ({
    legacyUpTo: await findLegacyUpTo(tx),
    end: (await findHead(tx)).position,
  }));
  const verifier = auditVerifier({ macs: auditMacsOf(vault), legacyUpTo, anchors, now: clock.now().toISOString() });
  for (let after = 0; after < end; ) {
    const page = await database.transaction((tx) => listSealed(tx, { after, upTo: end, limit: PAGE }));
    verifier.takeSealed(page);
    if (page.length < PAGE) break;
    after = page.at(-1)?.position ?? end;
  }
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const page = await database.transaction((tx) => listUnsealed(tx, { after, limit: PAGE }));
    verifier.takeUnsealed(page);
    if (page.length < PAGE) break;
    after = page.at(-1)?.seq ?? Number.MAX_SAFE_INTEGER;
  }
  return verifier.finish();
}

/** A verdict, and how many lines of the anchor files could not be read. */
export interface AuditCheck extends AuditVerdict {
  readonly unreadableAnchorLines: number;
}

/**
 * Checks the whole audit log against its chain and its anchors. `anchors`: more of them, from a copy kept elsewhere, e.g.
 * on storage that cannot be rewritten; checked as well.
 */
export const verifyAudit = longVerb({
  name: "verify-audit",
  input: z.object({ anchors: z.array(anchorSchema).default([]) }),
  about: () => ({}),
  work: async (house, { anchors }) => {
    await house.sealer.settle();
    // Before the log: an anchor written meanwhile must not look like a tail that is missing.
    const kept = house.anchors.read();
    const verdict = await checkAudit(house, [...kept.anchors, ...anchors]);
    const output: AuditCheck = { ...verdict, unreadableAnchorLines: kept.unreadable };
    const { intact, rows, problemCount } = verdict;
    return { output, audit: { target: {}, detail: { intact, rows, problems: problemCount } } };
  },
});
