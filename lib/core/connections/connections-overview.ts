import type { Scope } from "@/lib/core/access/scopes";
import type { TaskKind } from "@/lib/core/connections/task";
import { deliveryWords } from "@/lib/core/delivery/delivery-outcome";
import type { WriteBackSetting } from "@/lib/core/write-back/write-back-setting";

/** How one way in or out is doing. Times are ISO-8601. */
export interface WayView {
  readonly name: string;
  readonly succeededAt: string | null;
  readonly failedAt: string | null;
  /** One of our own codes; null after a success. */
  readonly errorCode: string | null;
  readonly failures: number;
  readonly pausedUntil: string | null;
  readonly counts: Readonly<Record<string, number>>;
}

/** Work that was put aside; of whom it is stays with the work. */
export interface DeadTask {
  readonly id: string;
  readonly kind: TaskKind;
  readonly askedAt: string;
  readonly attempts: number;
  readonly errorCode: string | null;
}

export interface BulkJobView {
  readonly id: string;
  readonly kind: "export" | "folder";
  readonly state: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly errorCode: string | null;
  readonly counts: Readonly<Record<string, number>>;
}

/** What is connected and how it is doing; nothing of any patient. */
export interface ConnectionsOverview {
  readonly ways: readonly WayView[];
  readonly waiting: Readonly<Record<TaskKind, number>>;
  /** The oldest of them, and how many there are. */
  readonly dead: { readonly total: number; readonly tasks: readonly DeadTask[] };
  readonly bulk: readonly BulkJobView[];
  readonly writeBack: WriteBackSetting;
  readonly isNotified: boolean;
  /** Nothing is written while the model is silent. */
  readonly isSilent: boolean;
  /** When data last arrived. */
  readonly dataAsOf: string | null;
}

/** The FHIR server as the installation is set up, without what is secret. */
export interface SourceFacts {
  /** Host, without path or account; null where none is read. */
  readonly host: string | null;
  readonly signsIn: boolean;
  readonly isDemo: boolean;
}

/** A program to be trusted, as it is typed in. */
export type ProgramDraft = { readonly name: string; readonly wardIds: string[] } & (
  | { readonly kind: "api-client"; readonly settings: { readonly scopes: Scope[] } }
  | {
      readonly kind: "cds-client";
      readonly issuer: string;
      readonly settings: { readonly jwksUrl: string; readonly fhirServers: string[] };
    }
  | {
      readonly kind: "smart-server";
      readonly issuer: string;
      readonly settings: { readonly clientId: string; readonly embedOrigins: string[] };
    }
  | { readonly kind: "notifier"; readonly settings: Record<string, never> }
);

const ERROR_WORDS: Readonly<Record<string, string>> = {
  misconfigured: "The server does not let Wardlight do this. Check what it was given access to there.",
  busy: "The server has too much to do, or failed so often that it is left alone for a while.",
  "not-ready": "The server did not answer, or not as it should.",
  "not-found": "The server does not have what was asked for.",
  conflict: "The server has this more than once already.",
  partial: "Some of it could not be read, or did not come. It is asked for again with the next import.",
  incomplete: "Less came than the server said there is.",
  abandoned: "Whatever took it never came back, several times.",
  error: "Something went wrong on our side. The server's log says more.",
};

/** One of our own codes in a sentence. */
export const errorWords = (code: string): string => ERROR_WORDS[code] ?? deliveryWords(code) ?? `It failed (${code}).`;
