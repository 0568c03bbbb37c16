import type { Manifest } from "@/lib/core/model/manifest";
import type { PreparedStay } from "@/lib/core/model/prepared-stay";
import type { ScoredStay } from "@/lib/core/model/scored-stay";
import type { ModelFacts } from "@/lib/core/worklist/stay-view";
import type { AnchorFiles } from "@/lib/io/anchor-files";
import type { Clock } from "@/lib/io/clock";
import type { Database } from "@/lib/io/database/database";
import type { FhirClientOptions } from "@/lib/io/fhir-client";
import type { Log } from "@/lib/io/log";
import type { Vault } from "@/lib/io/vault";
import type { Sealer } from "@/lib/services/audit-sealer";
import type { ChangeFeed } from "@/lib/services/change-feed";
import type { ModelShelf } from "@/lib/services/model-shelf";

/** The model that is serving: what it is, and the one call that scores. */
export interface ServingModel {
  readonly facts: ModelFacts;
  readonly manifest: Manifest;
  score(stays: readonly PreparedStay[]): Promise<ScoredStay[]>;
  close(): Promise<void>;
}

/** The version that serves where nothing else does: another one the moment another is promoted. */
export interface ChampionModel extends ServingModel {
  /** Where the other versions are (`model-shelf.ts`). */
  readonly shelf?: ModelShelf;
}

/** Everything outside that a verb may use, opened once per process. */
export interface House {
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  readonly model: ChampionModel;
  /** Synthetic patients: scores are shown before they were checked on outcomes. */
  readonly isDemo: boolean;
  /** Chains what the verbs audit. */
  readonly sealer: Pick<Sealer, "wake" | "settle">;
  /** Wakes whoever follows what changes, in this process and in others. */
  readonly changeFeed: Pick<ChangeFeed, "announce" | "follow" | "closing">;
  /** Where the audit chain's end is kept outside the database. */
  readonly anchors: AnchorFiles;
  /** Readable by the owner alone; holds what a long import has to put by, sealed. */
  readonly dataDirectory: string;
  /** The FHIR server that may be signed in to, and how; left out where none is. */
  readonly fhir?: {
    readonly baseUrl: string;
    readonly signIn: NonNullable<FhirClientOptions["signIn"]> | null;
    /** Class codes of the site's own that its inpatients bear, beside the usual ones. */
    readonly inpatientClasses?: readonly string[];
    /** How patient a reading is; tests and benches are less. */
    readonly patience?: Partial<FhirClientOptions>;
  };
  /** Folder of the model of admission from the emergency department; left out where there is none. */
  readonly admissionModel?: string;
  /** IANA name: "today" and "day 3" are the hospital's. */
  readonly timeZone: string;
}
