import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { createGunzip, gunzip } from "node:zlib";
import type {
  BatchHead,
  BulkMethods,
  BulkSetting,
  FetchedFile,
  Preparation,
  PrepareOrder,
  ResourceOf,
  SpoolOrder,
} from "@/lib/io/bulk/bulk-messages";
import { PatientBatches } from "@/lib/io/bulk/patient-batches";
import { PatientSpool } from "@/lib/io/bulk/patient-spool";
import { ResourceSorter, type SortCounts } from "@/lib/io/bulk/resource-sorter";
import { SealedFolder } from "@/lib/io/bulk/sealed-folder";
import { SharedStore } from "@/lib/io/bulk/shared-store";
import type { SourceFile } from "@/lib/io/fhir-source";
import type { Complain } from "@/lib/io/file-complaints";
import { isGzip, type Line, readLines, splitLines } from "@/lib/io/line-reader";
import { openHandedVault, type Vault } from "@/lib/io/vault";

/** A file that is one JSON value must fit in memory several times over. */
const LARGEST_WHOLE_BYTES = 200 * 1024 * 1024;
const TELL_EVERY_LINES = 20_000;

export interface BulkListener {
  readonly complain: Complain;
  readonly read: (file: string, lines: number) => void;
}

interface Sorted {
  readonly sorter: ResourceSorter;
  readonly spool: PatientSpool;
  readonly deleted: Generator<string>;
  readonly batches: PatientBatches;
}

/** Everything of a bulk import that takes time and needs no database: reading, sorting, preparing, sealing. */
export class BulkReader implements BulkMethods {
  readonly #folder: SealedFolder;
  readonly #directory: string;
  readonly #vault: Vault;
  readonly #listener: BulkListener;
  #sorted: Sorted | null = null;
  #keyring: string | null;

  constructor({ directory, keys }: BulkSetting, listener: BulkListener) {
    this.#directory = directory;
    // A key of this thread's own: what a killed import leaves behind can be read by nobody.
    this.#folder = new SealedFolder(join(directory, "sorted"), randomBytes(32));
    this.#vault = openHandedVault(keys);
    this.#keyring = keys.keyring;
    this.#listener = listener;
  }

  async spool(order: SpoolOrder): Promise<SortCounts> {
    const { partitions, firstPartition } = order;
    const spool = new PatientSpool(this.#folder, partitions);
    const shared = new SharedStore(this.#folder);
    const sorter = new ResourceSorter(this.#folder, spool, shared, this.#listener.complain);
    const fetched = order.fetchedKey === null ? null : new SealedFolder(this.#directory, order.fetchedKey);
    for (const file of order.files) await this.#sort(file, sorter, fetched);
    for (const file of order.deletions) {
      if (fetched !== null) await sorter.deletions(file.name, linesOf(file, fetched));
    }
    sorter.finish();
    const batches = new PatientBatches(spool, shared, this.#vault, {
      first: firstPartition,
      end: partitions,
      // Who only lost something may not come again, and then another would be taken for them.
      skip: order.deletions.length > 0 ? 0 : order.donePatients,
    });
    this.#sorted = { sorter, spool, deleted: sorter.deleted(), batches };
    return sorter.counts;
  }

  async deleted(limit: number): Promise<readonly string[]> {
    const some: string[] = [];
    const { deleted } = this.#ready();
    while (some.length < limit) {
      const { value, done } = deleted.next();
      if (done) break;
      if (value !== "") some.push(value as string);
    }
    return some;
  }

  async assignDeleted(rows: readonly ResourceOf[]): Promise<void> {
    const { spool } = this.#ready();
    for (const { patientId, reference } of rows) spool.add(patientId, "deleted", reference);
    spool.finish();
  }

  async next(): Promise<BatchHead | null> {
    return this.#ready().batches.next();
  }

  async prepare({ keyring, ...order }: PrepareOrder): Promise<Preparation> {
    if (keyring !== null && keyring !== this.#keyring) {
      this.#vault.takeKeyring(keyring);
      this.#keyring = keyring;
    }
    return this.#ready().batches.prepare(order);
  }

  async done(id: number): Promise<void> {
    this.#ready().batches.done(id);
  }

  #ready(): Sorted {
    if (this.#sorted === null) throw new Error("Nothing was sorted yet.");
    return this.#sorted;
  }

  async #sort(file: SourceFile | FetchedFile, sorter: ResourceSorter, fetched: SealedFolder | null): Promise<void> {
    const { name } = file;
    if ("sealed" in file) {
      if (fetched !== null) await sorter.lines(name, this.#told(name, linesOf(file, fetched)));
    } else if (file.layout === "binary") this.#listener.complain(`${name}: this is not text, so it holds no FHIR.`);
    else if (file.layout === "empty") this.#listener.complain(`${name}: the file is empty.`);
    else if (file.layout === "lines") await sorter.lines(name, this.#told(name, readLines(file.path, file.gzip)));
    else await this.#whole(file, sorter);
  }

  async *#told(name: string, lines: AsyncIterable<Line>): AsyncGenerator<Line> {
    let last = 0;
    for await (const line of lines) {
      last = line.number;
      if (last % TELL_EVERY_LINES === 0) this.#listener.read(name, last);
      yield line;
    }
    this.#listener.read(name, last);
  }

  async #whole(file: SourceFile, sorter: ResourceSorter): Promise<void> {
    const { complain } = this.#listener;
    const tooLarge = `${file.name}: the file is too large to read as one Bundle; send it as NDJSON.`;
    if (file.bytes > LARGEST_WHOLE_BYTES) return complain(tooLarge);
    try {
      const raw = await readFile(file.path);
      const whole = file.gzip ? await promisify(gunzip)(raw, { maxOutputLength: LARGEST_WHOLE_BYTES }) : raw;
      sorter.value(file.name, JSON.parse(whole.toString("utf8").replace(/^\uFEFF/, "")));
    } catch (thrown) {
      const isLarge = (thrown as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
      complain(isLarge ? tooLarge : `${file.name}: this is not complete JSON.`);
    }
  }
}

async function* linesOf({ sealed }: FetchedFile, folder: SealedFolder): AsyncGenerator<Line> {
  const pieces = folder.pieces(sealed);
  const first = pieces.next();
  if (first.done) return;
  const all = (function* (): Generator<Buffer> {
    yield first.value;
    yield* pieces;
  })();
  if (!isGzip(first.value)) return yield* splitLines(all);
  yield* splitLines(Readable.from(all).pipe(createGunzip()) as AsyncIterable<Buffer>);
}
