import { z } from "zod";
import { Fault } from "@/lib/core/fault";

const file = z.object({ type: z.string().max(64).optional(), url: z.string(), count: z.number().int().optional() });
const manifestSchema = z.object({
  transactionTime: z.string(),
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

/** Whether two manifests are of the same export, so that files fetched with one need not be fetched again. */
export function isSameExport(a: ExportManifest, b: ExportManifest): boolean {
  const shape = ({ transactionTime, files }: ExportManifest): string =>
    JSON.stringify([transactionTime, files.map(({ kind, name, count }) => [kind, name, count])]);
  return shape(a) === shape(b);
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
