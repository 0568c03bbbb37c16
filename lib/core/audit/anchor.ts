import { z } from "zod";
import type { AuditMacs } from "@/lib/core/audit/audit-macs";
import { canonicalJson } from "@/lib/core/audit/canonical-json";
import type { Head } from "@/lib/core/audit/seal";

export const anchorSchema = z.strictObject({
  /** How many rows were sealed by then. */
  position: z.number().int().positive(),
  /** The chain's MAC at that position. */
  chain: z.string(),
  /** ISO-8601, milliseconds, UTC. */
  at: z.iso.datetime({ precision: 3 }),
  mac: z.string(),
});

/** The end of the chain at one moment, kept outside the database. */
export type Anchor = z.infer<typeof anchorSchema>;

const anchorText = ({ position, chain, at }: Omit<Anchor, "mac">): string => canonicalJson({ position, chain, at });

export function makeAnchor(macs: AuditMacs, { position, chain }: Head, at: string): Anchor {
  const anchor = { position, chain, at };
  return { ...anchor, mac: macs.make("anchor", anchorText(anchor)) };
}

/** Whether an anchor is as it was written. */
export function isGenuineAnchor(macs: AuditMacs, anchor: Anchor): boolean {
  return macs.matches("anchor", anchorText(anchor), anchor.mac);
}

/** An anchor as a line of its file, without the line's end. */
export const toAnchorLine = (anchor: Anchor): string => JSON.stringify(anchor);

/** The anchor on a line; null where the line is none, e.g. cut off by a power loss in the middle of writing. */
export function readAnchorLine(line: string): Anchor | null {
  try {
    return anchorSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
