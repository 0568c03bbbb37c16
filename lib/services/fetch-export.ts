import { Fault } from "@/lib/core/fault";
import {
  type ExportFile,
  type ExportManifest,
  type ExportRequest,
  isSameExport,
} from "@/lib/core/feed/export-manifest";
import { node, nodes, text } from "@/lib/core/fhir/resource";
import type { ExportClient } from "@/lib/io/bulk/export-client";
import { SealedFolder } from "@/lib/io/bulk/sealed-folder";
import type { Complain } from "@/lib/io/file-complaints";
import { isGzip, splitLines } from "@/lib/io/line-reader";
import { folderOf } from "@/lib/services/bulk-folder";
import { type BulkJob, updateJob } from "@/lib/services/bulk-jobs";
import type { House } from "@/lib/services/house";
import type { Tell } from "@/lib/services/verb";

/** What is kept, sealed, of an export under way. */
export interface ExportDetail {
  readonly baseUrl: string;
  readonly request: ExportRequest;
  /** Where the server says how far it is; null before it was asked. */
  readonly statusUrl: string | null;
  /** The key of the fetched files, base64: they outlive the process. */
  readonly key: string;
  readonly manifest: ExportManifest | null;
  /** Names of files that came whole, with their sizes. */
  readonly fetched: Readonly<Record<string, number>>;
  /** Names of files with fewer resources than was said, and how many came; none in what an earlier version kept. */
  readonly short?: Readonly<Record<string, number>>;
  /** Types the server would not export with its patients. */
  readonly leftOut?: readonly string[];
}

/** Nothing was asked for, or what was is void. */
const FROM_THE_START = { statusUrl: null, manifest: null, fetched: {}, short: {} } as const;

/** A file came in pieces as large as this, so that it is sealed in few. */
const PIECE_BYTES = 1 << 18;
/** New links are asked for so many times in one run. */
const MOST_MANIFESTS = 20;

const nameOf = ({ kind, position }: ExportFile): string => `fetched-${kind}-${position}`;

export interface ExportWork {
  readonly client: ExportClient;
  readonly tell: Tell;
  readonly complain: Complain;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** One export being fetched: every step is kept, so that another run goes on from it. */
export class ExportFetch {
  readonly #house: House;
  readonly #job: BulkJob<ExportDetail>;
  readonly #client: ExportClient;
  readonly #tell: Tell;
  readonly #complain: Complain;
  readonly #wait: (milliseconds: number) => Promise<void>;
  readonly folder: SealedFolder;
  #detail: ExportDetail;
  #manifests = 0;

  constructor(house: House, job: BulkJob<ExportDetail>, { client, tell, complain, wait }: ExportWork) {
    this.#house = house;
    this.#job = job;
    this.#client = client;
    this.#tell = tell;
    this.#complain = complain;
    this.#wait = wait;
    this.#detail = job.detail;
    this.folder = new SealedFolder(folderOf(house, job.id), Buffer.from(job.detail.key, "base64"));
  }

  /**
   * Everything the server exported, on disk; asks for the export first where that was not done yet. `isShort`: fewer
   * resources came than it said.
   */
  async run(): Promise<{ readonly manifest: ExportManifest; readonly bytes: number; readonly isShort: boolean }> {
    await this.#forgetLost();
    let manifest = this.#detail.manifest ?? (await this.#askUntilReady());
    for (let at = 0; at < manifest.files.length; at++) {
      const file = manifest.files[at] as ExportFile;
      if (this.#detail.fetched[nameOf(file)] !== undefined) continue;
      this.#tell({ fetching: file.name, of: manifest.files.length });
      if (await this.#fetch(manifest, file)) continue;
      // Its link has run out: the manifest, asked for again, has new ones.
      const renewed = await this.#askUntilReady();
      if (!isSameExport(manifest, renewed)) {
        for (const name of Object.keys(this.#detail.fetched)) this.folder.remove(name);
        await this.#keep({ fetched: {}, short: {} });
      }
      manifest = renewed;
      at = -1;
    }
    const isShort = this.#tellShort(manifest);
    const bytes = Object.values(this.#detail.fetched).reduce((sum, size) => sum + size, 0);
    return { manifest, bytes, isShort };
  }

  /** Types the server would not export with its patients: they are known from elsewhere, and no failure. */
  get leftOut(): readonly string[] {
    return this.#detail.leftOut ?? [];
  }

  /** What the database says was fetched may lie in a data directory that is no longer there, or in another. */
  async #forgetLost(): Promise<void> {
    const noted = Object.entries(this.#detail.fetched);
    const there = noted.filter(([name, bytes]) => this.folder.plainBytes(name) === bytes);
    if (there.length < noted.length) await this.#keep({ fetched: Object.fromEntries(there) });
  }

  /** Said by every run, also by one that did not fetch them: what did not come is still missing. Gives whether any is. */
  #tellShort(manifest: ExportManifest): boolean {
    const came = (file: ExportFile) => this.#detail.short?.[nameOf(file)];
    const short = manifest.files.filter((file) => came(file) !== undefined);
    for (const file of short)
      this.#complain(`${file.name}: the server said it holds ${file.count} resources, and ${came(file)} came.`);
    return short.length > 0;
  }

  /**
   * Tells what the server says it left out, or warns of, by the codes it uses; its words are not repeated. Gives
   * whether anything was left out.
   */
  async tellServerErrors(manifest: ExportManifest): Promise<boolean> {
    const leftOut = new Map<string, number>();
    const warnings = new Map<string, number>();
    for (const file of manifest.files.filter(({ kind }) => kind === "error")) {
      for await (const line of splitLines(this.folder.pieces(nameOf(file)))) {
        for (const { severity, code } of issuesIn(line.text ?? "")) {
          const name = /^[a-z-]{1,40}$/.exec(text(code) ?? "")?.[0] ?? "unknown";
          const codes = severity === "warning" ? warnings : leftOut;
          if (severity !== "information") codes.set(name, (codes.get(name) ?? 0) + 1);
        }
      }
    }
    for (const [code, count] of leftOut)
      this.#complain(`The server says it left something out of its export: ${code} (${count}).`);
    for (const [code, count] of warnings) this.#complain(`The server warns about its export: ${code} (${count}).`);
    return leftOut.size > 0;
  }

  async release(): Promise<void> {
    if (this.#detail.statusUrl !== null) await this.#client.release(this.#detail.statusUrl);
  }

  async #askUntilReady(): Promise<ExportManifest> {
    this.#manifests += 1;
    if (this.#manifests > MOST_MANIFESTS)
      throw new Fault("not-ready", "The export's links run out before its files come.");
    for (let starts = 0; starts < 2; ) {
      let { statusUrl } = this.#detail;
      if (statusUrl === null) {
        starts += 1;
        const started = await this.#client.start(this.#detail.request);
        statusUrl = started.statusUrl;
        await this.#keep({ ...FROM_THE_START, statusUrl, leftOut: started.leftOut });
      }
      const standing = await this.#client.ask(statusUrl);
      if (standing.is === "ready") {
        await this.#keep({ manifest: standing.manifest });
        return standing.manifest;
      }
      if (standing.is === "failed") {
        // The next run asks for a new one.
        await this.release();
        await this.#keep(FROM_THE_START);
        throw new Fault("not-ready", `The FHIR server's export failed (${standing.status}). Start the import again.`);
      }
      // The server has tidied it away: what was fetched of it may not fit what is asked for anew.
      if (standing.is === "gone") await this.#keep({ statusUrl: null });
      else {
        this.#tell({ preparing: standing.progress ?? "under way" });
        await this.#wait(standing.waitMs);
      }
    }
    throw new Fault("not-ready", "The FHIR server loses its exports.");
  }

  /** Whether it came; false where its link is over. */
  async #fetch(manifest: ExportManifest, file: ExportFile): Promise<boolean> {
    const name = nameOf(file);
    let waiting: Buffer[] = [];
    let size = 0;
    let total = 0;
    let lines = 0;
    let endsLine = true;
    let isPacked = false;
    const flush = (): void => {
      if (size > 0) this.folder.append(name, Buffer.concat(waiting));
      waiting = [];
      size = 0;
    };
    const restart = (): void => {
      this.folder.remove(name);
      waiting = [];
      size = 0;
      total = 0;
      lines = 0;
      endsLine = true;
    };
    const piece = (bytes: Buffer): void => {
      if (total === 0) isPacked = isGzip(bytes);
      for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1;
      endsLine = bytes[bytes.length - 1] === 10;
      waiting.push(Buffer.from(bytes));
      size += bytes.length;
      total += bytes.length;
      if (size >= PIECE_BYTES) flush();
    };
    const fetched = await this.#client.fetch(manifest, file, { piece, restart });
    if (fetched.is === "expired") return false;
    flush();
    const came = lines + (endsLine ? 0 : 1);
    const isShort = file.kind === "output" && !isPacked && file.count !== null && came < file.count;
    await this.#keep({
      fetched: { ...this.#detail.fetched, [name]: total },
      ...(isShort ? { short: { ...this.#detail.short, [name]: came } } : {}),
    });
    return true;
  }

  async #keep(change: Partial<ExportDetail>): Promise<void> {
    this.#detail = { ...this.#detail, ...change };
    await updateJob(this.#house, this.#job, { detail: this.#detail });
  }
}

function issuesIn(line: string): readonly { readonly severity?: unknown; readonly code?: unknown }[] {
  try {
    return nodes(node(JSON.parse(line) as unknown).issue);
  } catch {
    return [];
  }
}

/** Files of a manifest as the reading thread wants them. */
export const fetchedFiles = (manifest: ExportManifest, kind: ExportFile["kind"]) =>
  manifest.files.filter((file) => file.kind === kind).map((file) => ({ sealed: nameOf(file), name: file.name }));
