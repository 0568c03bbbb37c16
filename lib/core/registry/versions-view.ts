import type { GateSummary, GatesView } from "@/lib/core/gates/gates-view";
import type { DsiCard } from "@/lib/core/model/dsi-card";
import type { VersionSource } from "@/lib/core/registry/model-version";
import type { Alias, RolloutCause } from "@/lib/core/rollout/rollout";
import type { ModelVisibility } from "@/lib/core/validation/model-visibility";
import type { ValidationVerdict } from "@/lib/core/validation/verdict";

/** One decision to put a version to use, and how it ended. Times are ISO-8601. */
export interface RolloutView {
  readonly id: string;
  readonly alias: Alias;
  readonly modelVersion: string;
  /** Names of wards; null: every ward that nothing else serves. */
  readonly wards: readonly string[] | null;
  /** Share of the patients, 0–1; null: all of them. */
  readonly share: number | null;
  readonly why: string;
  readonly approvalReference: string | null;
  readonly byName: string;
  /** Who asked for it first, where it took a second person because not every gate was passed; else null. */
  readonly overrides: { readonly byName: string; readonly why: string } | null;
  readonly at: string;
  readonly ended: {
    readonly at: string;
    readonly byName: string;
    readonly why: string;
    readonly cause: RolloutCause;
  } | null;
}

/** What a first person asked for, waiting for a second one of another role. */
export interface WishView {
  readonly rolloutId: string;
  readonly alias: Alias;
  readonly modelVersion: string;
  readonly wardIds: readonly string[] | null;
  readonly wards: readonly string[] | null;
  readonly share: number | null;
  readonly why: string;
  readonly approvalReference: string | null;
  readonly byName: string;
  readonly byRole: string;
  readonly at: string;
  /** Why this reader cannot confirm it, in one sentence; null where they can. */
  readonly whyNotConfirm: string | null;
}

/** One registered version, in a line. */
export interface VersionRow {
  readonly version: string;
  readonly source: VersionSource;
  /** What it predicts, in words. */
  readonly target: string;
  readonly at: string;
  readonly byName: string;
  readonly isExplained: boolean;
  /** In which parts it serves now. */
  readonly serves: readonly RolloutView[];
  readonly isChampion: boolean;
  /** The newest time it was held against a champion. */
  readonly gates: GateSummary | null;
  /** The newest local validation. */
  readonly validation: {
    readonly verdict: ValidationVerdict;
    readonly at: string;
    readonly stays: number;
    readonly simulated: boolean;
  } | null;
  /** Whether wards would see its scores. */
  readonly visibility: ModelVisibility;
}

/** A ward of the reader's, which they can put a version to use on. */
export interface OwnWard {
  readonly id: string;
  readonly name: string;
  /** What serves there now. */
  readonly version: string;
}

/** What a reader may do with versions. */
export interface VersionsMay {
  readonly judge: boolean;
  readonly promote: boolean;
  /** Beside the champion: in shadow, or on wards of their own. */
  readonly rollOut: boolean;
  readonly rollBack: boolean;
}

/** Every version of the task, and who serves whom. */
export interface VersionsView {
  readonly task: string;
  /** Newest first. */
  readonly versions: readonly VersionRow[];
  readonly champion: string;
  /** Where a rollback leads; null where there is nowhere to go back to. */
  readonly previous: string | null;
  /** Newest first. */
  readonly rollouts: readonly RolloutView[];
  /** Newest first. */
  readonly wishes: readonly WishView[];
  readonly wards: readonly OwnWard[];
  readonly isDemo: boolean;
  readonly timeZone: string;
  readonly may: VersionsMay;
}

/** What a version was made from, as far as it is known here. Times are ISO-8601. */
export interface LineageView {
  /** null: none is known here. */
  readonly data: {
    readonly snapshotId: string;
    readonly at: string;
    readonly asOf: string;
    readonly rows: number;
    readonly positives: number;
    readonly sha256: string;
    readonly simulated: boolean;
    readonly corrections: number;
  } | null;
  /** Where it learnt, in words: also where no training set is known here. */
  readonly learntFrom: string;
  readonly trainingRunId: string | null;
  readonly parentVersion: string | null;
}

/** One version with all that is known of it. */
export interface VersionView {
  readonly task: string;
  readonly row: VersionRow;
  readonly sha256: string;
  readonly lineage: LineageView;
  readonly gates: GatesView;
  /** Every time it was put to use, newest first. */
  readonly rollouts: readonly RolloutView[];
  readonly wishes: readonly WishView[];
  /** The source attributes of a predictive decision support intervention. */
  readonly card: DsiCard;
  readonly champion: string;
  readonly previous: string | null;
  readonly wards: VersionsView["wards"];
  readonly isDemo: boolean;
  readonly timeZone: string;
  readonly may: VersionsMay;
}
