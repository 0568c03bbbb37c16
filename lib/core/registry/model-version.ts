import type { Manifest } from "@/lib/core/model/manifest";

/** Where a version came from: with this release, from training here, or from elsewhere through registration. */
export const VERSION_SOURCES = ["shipped", "trained", "registered"] as const;
export type VersionSource = (typeof VERSION_SOURCES)[number];

/** What a version was made from, as far as it is known here. */
export interface Lineage {
  /** The training set (`training_snapshots`). */
  readonly snapshotId: string | null;
  /** The run that made it (`training_runs`). */
  readonly trainingRunId: string | null;
  /** The version it began from. */
  readonly parentVersion: string | null;
}

/** A registered version without its graph. */
export interface ModelVersion extends Lineage {
  readonly task: string;
  readonly version: string;
  readonly source: VersionSource;
  readonly sha256: string;
  readonly manifest: Manifest;
  /** Markdown. */
  readonly card: string;
  /** Whether it gives contributions; one that does not is marked unexplained wherever its number stands. */
  readonly isExplained: boolean;
  /** The experiment report it was chosen by; null where there is none. */
  readonly experiments: unknown;
  /** ISO-8601 */
  readonly at: string;
  /** Account id, or "system: …". */
  readonly byUser: string;
}
