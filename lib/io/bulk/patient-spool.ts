import type { SealedFolder } from "@/lib/io/bulk/sealed-folder";

/**
 * What a record is: a resource; a Bundle about this patient alone; an array of Bundle entries; "Type/id" of a resource
 * its source has deleted; a line about this patient that could not be read (empty).
 */
export type RecordKind = "resource" | "bundle" | "entries" | "deleted" | "damaged";

export interface SpoolRecord {
  readonly kind: RecordKind;
  /** JSON on one line, or as the kind says. */
  readonly text: string;
}

/** Held in memory before it is written, over all partitions. */
const BUFFERED_CHARACTERS = 12 << 20;
const LARGEST_BUFFER = 1 << 18;
const MOST_PARTITIONS = 1024;
/** A partition is read back whole: its text, and one of its patients at a time as objects. */
const PARTITION_BYTES = 8 << 20;

/** How many partitions so much text is spread over. */
export function partitionsFor(bytes: number): number {
  return Math.min(MOST_PARTITIONS, Math.max(1, Math.ceil(bytes / PARTITION_BYTES)));
}

/** FNV-1a: the same patient falls into the same partition in every run, so that a broken one can go on. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

/**
 * Groups records by patient on disk: written once in any order to one of several files by a hash of the patient, read
 * back one file at a time. Memory does not grow with the number of patients.
 */
export class PatientSpool {
  readonly #folder: SealedFolder;
  readonly #buffers: { parts: string[]; size: number }[];
  readonly #limit: number;

  constructor(folder: SealedFolder, partitions: number) {
    this.#folder = folder;
    this.#buffers = Array.from({ length: partitions }, () => ({ parts: [], size: 0 }));
    this.#limit = Math.min(LARGEST_BUFFER, Math.floor(BUFFERED_CHARACTERS / partitions));
  }

  /** `text` on one line. */
  add(patientId: string, kind: RecordKind, text: string): void {
    const at = hash(patientId) % this.#buffers.length;
    const buffer = this.#buffers[at] as { parts: string[]; size: number };
    buffer.parts.push(`${kind} ${JSON.stringify(patientId)}\n`, text, "\n");
    buffer.size += text.length;
    if (buffer.size >= this.#limit) this.#flush(at);
  }

  finish(): void {
    for (let at = 0; at < this.#buffers.length; at++) this.#flush(at);
  }

  /** One partition's patients, each with its records in the order they were added. */
  read(partition: number): Map<string, SpoolRecord[]> {
    const patients = new Map<string, SpoolRecord[]>();
    for (const piece of this.#folder.pieces(nameOf(partition))) {
      const text = piece.toString("utf8");
      for (let from = 0; from < text.length; ) {
        const headEnd = text.indexOf("\n", from);
        const end = text.indexOf("\n", headEnd + 1);
        const head = text.slice(from, headEnd);
        const space = head.indexOf(" ");
        const id = JSON.parse(head.slice(space + 1)) as string;
        const record = { kind: head.slice(0, space) as RecordKind, text: text.slice(headEnd + 1, end) };
        const own = patients.get(id);
        if (own === undefined) patients.set(id, [record]);
        else own.push(record);
        from = end + 1;
      }
    }
    return patients;
  }

  remove(partition: number): void {
    this.#folder.remove(nameOf(partition));
  }

  #flush(at: number): void {
    const buffer = this.#buffers[at] as { parts: string[]; size: number };
    if (buffer.parts.length === 0) return;
    this.#folder.append(nameOf(at), Buffer.from(buffer.parts.join("")));
    buffer.parts = [];
    buffer.size = 0;
  }
}

const nameOf = (partition: number): string => `partition-${partition}`;
