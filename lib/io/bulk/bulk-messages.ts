import type { PatientSummary } from "@/lib/core/fhir/patient-summary";
import type { PreparedPatient } from "@/lib/core/fhir/prepare-patient";
import type { SortCounts } from "@/lib/io/bulk/resource-sorter";
import type { SourceFile } from "@/lib/io/fhir-source";
import type { SealedRows } from "@/lib/io/sealed-rows";
import type { HandedKeys } from "@/lib/io/vault";

/** A file that was fetched and lies sealed in the import's folder. */
export interface FetchedFile {
  /** Its name in the folder. */
  readonly sealed: string;
  /** What it is called in messages. */
  readonly name: string;
}

/** What the reading thread is started with. */
export interface BulkSetting {
  /** For temporary files, readable by the owner alone. */
  readonly directory: string;
  readonly keys: HandedKeys;
}

export interface SpoolOrder {
  readonly files: readonly (SourceFile | FetchedFile)[];
  /** Files that say what was deleted. */
  readonly deletions: readonly FetchedFile[];
  /** The key of fetched files (32 bytes); null where there are none. */
  readonly fetchedKey: Uint8Array | null;
  readonly partitions: number;
  /** Partitions before this one were stored by an earlier run. */
  readonly firstPartition: number;
  /** And so many patients of that one. */
  readonly donePatients: number;
}

/** Some patients that are stored together. */
export interface BatchHead {
  readonly id: number;
  readonly partition: number;
  /** Whether it is the last of its partition. */
  readonly endsPartition: boolean;
  readonly patientIds: readonly string[];
}

/** What is stored of a patient: "Type/id" and fingerprints in order of arrival. */
export interface KnownRecord {
  readonly patientId: string;
  readonly keys: readonly string[];
  readonly fingerprints: readonly string[];
}

export interface StoredBody {
  readonly patientId: string;
  readonly type: string;
  readonly id: string;
  readonly body: Uint8Array;
}

export interface PrepareOrder {
  readonly id: number;
  /** ISO-8601. */
  readonly now: string;
  /** Class codes of the site's own that its inpatients bear. */
  readonly inpatientClasses: readonly string[] | undefined;
  readonly known: readonly KnownRecord[];
  /** Stored resources that were asked for; null before any were. */
  readonly opened: readonly StoredBody[] | null;
  /** The keyring as it is stored now. */
  readonly keyring: string | null;
}

/** One patient, read. */
export interface PreparedRecord {
  readonly patientId: string;
  /** Who it is; null where no Patient resource is on record (any more). */
  readonly summary: PatientSummary | null;
  readonly read: PreparedPatient;
}

/** "Type/id" by patient. */
export interface ResourceOf {
  readonly patientId: string;
  readonly reference: string;
}

export type Preparation =
  | { readonly needs: readonly ResourceOf[] }
  | {
      readonly needs: null;
      readonly records: readonly PreparedRecord[];
      /** New or different resources, sealed. */
      readonly rows: readonly SealedRows[];
      readonly rowCount: number;
      /** Stored resources that their source has deleted. */
      readonly gone: readonly ResourceOf[];
      /** Ids of patients about whom nothing can be kept: no Patient resource was ever sent. */
      readonly refused: readonly string[];
      /** What the rows are sealed with (hex). */
      readonly sealedPrefix: string;
    };

/** What the reading thread does when asked, one thing at a time. */
export interface BulkMethods {
  spool(order: SpoolOrder): Promise<SortCounts>;
  /** Up to so many of the resources their source has deleted; none at the end. */
  deleted(limit: number): Promise<readonly string[]>;
  assignDeleted(rows: readonly ResourceOf[]): Promise<void>;
  next(): Promise<BatchHead | null>;
  prepare(order: PrepareOrder): Promise<Preparation>;
  /** The batch is stored. */
  done(id: number): Promise<void>;
}

export type BulkRequest = {
  readonly id: number;
  readonly method: keyof BulkMethods;
  readonly argument: unknown;
};

export type BulkReply =
  | { readonly id: number; readonly result: unknown }
  /** `code` where it is a Fault; "unknown-data-key" where the keyring has to be read again. */
  | { readonly id: number; readonly error: { readonly code: string; readonly message: string } }
  | { readonly complaint: string }
  | { readonly read: { readonly file: string; readonly lines: number } };
