import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import { node, nodes } from "@/lib/core/fhir/resource";

const file = z.object({ type: z.string().max(64).optional(), url: z.string(), count: z.number().int().optional() });
const manifestSchema = z.object({
  transactionTime: z.string().refine((time) => !Number.isNaN(Date.parse(time)), "is no time"),
  requiresAccessToken: z.boolean().default(false),
  output: z.array(file).default([]),
  deleted: z.array(file).default([]),
  error: z.array(file).default([]),
});

/** One file of an export. */
export interface ExportFile {
  readonly kind: "output" | "deleted" | "error";
  /** Where it stands among those of its kind. */
  readonly position: number;
  /** What it is called in messages, e.g. "Observation 3". */
  readonly name: string;
  readonly url: string;
  /** Resources in it, where the server says. */
  readonly count: number | null;
}

/** What an export says it holds. @see https://hl7.org/fhir/uv/bulkdata/STU2/export.html#response---complete-status */
export interface ExportManifest {
  readonly transactionTime: string;
  readonly requiresAccessToken: boolean;
  readonly files: readonly ExportFile[];
}

/** Throws a Fault where it is none. */
export function readManifest(body: unknown): ExportManifest {
  const read = manifestSchema.safeParse(body);
  if (!read.success) throw new Fault("not-ready", "The FHIR server's answer to an export is no manifest.");
  const { transactionTime, requiresAccessToken } = read.data;
  const files = (["output", "deleted", "error"] as const).flatMap((kind) =>
    read.data[kind].map(({ type, url, count }, position): ExportFile => {
      const what = kind === "output" ? (/^[A-Za-z]+$/.exec(type ?? "")?.[0] ?? "file") : kind;
      return { kind, position, name: `${what} ${position + 1}`, url, count: count ?? null };
    }),
  );
  return { transactionTime, requiresAccessToken, files };
}

/** What a server calls a file, without what a signed link adds before and behind it. */
const ownName = (url: string): string => url.replace(/[?#].*$/s, "").replace(/^.*\//s, "");

/**
 * Whether two manifests are of the same export and name its files alike, so that files fetched with one need not be
 * fetched again. Names, order and counts alone would let two files of a type without counts change places.
 */
export function isSameExport(a: ExportManifest, b: ExportManifest): boolean {
  const shape = ({ transactionTime, files }: ExportManifest): string =>
    JSON.stringify([transactionTime, files.map(({ kind, name, count, url }) => [kind, name, count, ownName(url)])]);
  return shape(a) === shape(b);
}

/** Answers of whoever stands before the server, or of a sign-in: they say nothing about the export. */
const SAYS_NOTHING = [401, 408, 429, 502, 503, 504];

/**
 * Whether a status address that answers so says that the export failed for good: any 4xx or 5xx, but for those that
 * are not about the export and for an OperationOutcome that calls its own trouble transient.
 * @see https://hl7.org/fhir/uv/bulkdata/STU2/export.html#response---error-status-1
 */
export function isExportOver(status: number, body: unknown): boolean {
  if (status < 400 || SAYS_NOTHING.includes(status)) return false;
  return !nodes(node(body).issue).some(({ code }) => code === "transient");
}

export interface ExportRequest {
  readonly level: "system" | "patient" | "group";
  /** Group.id, for the level "group". */
  readonly group: string | null;
  /** Only what changed since then, in the server's own words; null: everything. */
  readonly since: string | null;
  /** Resource types; none: whatever the server has. */
  readonly types: readonly string[];
}

/** The address an export is asked for at, relative to the server's base. */
export function exportPath({ level, group, since, types }: ExportRequest): string {
  const where = level === "system" ? "$export" : level === "patient" ? "Patient/$export" : `Group/${group}/$export`;
  const parameters = new URLSearchParams({ _outputFormat: "application/fhir+ndjson" });
  if (types.length > 0) parameters.set("_type", types.join(","));
  if (since !== null) parameters.set("_since", since);
  return `${where}?${parameters}`;
}
