import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "@/lib/core/fault";

const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 4 + IV_BYTES + TAG_BYTES;

/** Where a piece stands in its file. */
export interface Piece {
  readonly offset: number;
  readonly bytes: number;
}

/**
 * Files of one import, for what does not fit in memory: patients' data, so each piece is encrypted (AES-256-GCM, a
 * random IV each) under the import's own key and bound to its file and place, and nobody but the owner may open them.
 * Synchronous: for worker threads.
 */
export class SealedFolder {
  readonly #directory: string;
  readonly #key: Buffer;
  readonly #sizes = new Map<string, number>();

  /** `key`: 32 bytes; without one the files mean nothing once this process is gone. */
  constructor(directory: string, key: Uint8Array = randomBytes(32)) {
    this.#directory = directory;
    this.#key = Buffer.from(key);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  /** Adds a piece at the end of a file, which is made where there is none. */
  append(name: string, plain: Uint8Array): Piece {
    const file = openSync(join(this.#directory, name), "a", 0o600);
    try {
      const offset = this.#sizes.get(name) ?? fstatSync(file).size;
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", this.#key, iv);
      cipher.setAAD(place(name, offset));
      const body = cipher.update(plain);
      cipher.final();
      const head = Buffer.alloc(4);
      head.writeUInt32BE(body.length);
      const piece = Buffer.concat([head, iv, cipher.getAuthTag(), body]);
      for (let written = 0; written < piece.length; ) written += writeSync(file, piece, written);
      this.#sizes.set(name, offset + piece.length);
      return { offset, bytes: piece.length };
    } finally {
      closeSync(file);
    }
  }

  has(name: string): boolean {
    return existsSync(join(this.#directory, name));
  }

  /** Every piece of a file in order; nothing where there is no such file. */
  *pieces(name: string): Generator<Buffer> {
    if (!this.has(name)) return;
    const file = openSync(join(this.#directory, name), "r");
    try {
      const { size } = fstatSync(file);
      for (let offset = 0; offset < size; ) {
        const bytes = HEAD_BYTES + read(file, offset, 4).readUInt32BE();
        yield this.#open(name, offset, read(file, offset, bytes));
        offset += bytes;
      }
    } finally {
      closeSync(file);
    }
  }

  /** What a file holds in plain bytes, by its pieces' heads; 0 where there is none, null where it ends in a piece. */
  plainBytes(name: string): number | null {
    if (!this.has(name)) return 0;
    const file = openSync(join(this.#directory, name), "r");
    try {
      const { size } = fstatSync(file);
      let total = 0;
      let offset = 0;
      while (offset + HEAD_BYTES <= size) {
        const bytes = read(file, offset, 4).readUInt32BE();
        total += bytes;
        offset += HEAD_BYTES + bytes;
      }
      return offset === size ? total : null;
    } finally {
      closeSync(file);
    }
  }

  /** One piece. */
  piece(name: string, { offset, bytes }: Piece): Buffer {
    const file = openSync(join(this.#directory, name), "r");
    try {
      return this.#open(name, offset, read(file, offset, bytes));
    } finally {
      closeSync(file);
    }
  }

  remove(name: string): void {
    rmSync(join(this.#directory, name), { force: true });
    this.#sizes.delete(name);
  }

  removeAll(): void {
    rmSync(this.#directory, { recursive: true, force: true });
    this.#sizes.clear();
  }

  #open(name: string, offset: number, piece: Buffer): Buffer {
    const decipher = createDecipheriv("aes-256-gcm", this.#key, piece.subarray(4, 4 + IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(place(name, offset));
    decipher.setAuthTag(piece.subarray(4 + IV_BYTES, HEAD_BYTES));
    try {
      const plain = decipher.update(piece.subarray(HEAD_BYTES));
      decipher.final();
      return plain;
    } catch (cause) {
      throw new Fault("not-ready", "A temporary file of this import was altered. Start the import again.", { cause });
    }
  }
}

const place = (name: string, offset: number): Buffer => Buffer.from(`${name} ${offset}`);

function read(file: number, offset: number, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(bytes);
  let got = 0;
  while (got < bytes) {
    const some = readSync(file, buffer, got, bytes - got, offset + got);
    if (some === 0) throw new Fault("not-ready", "A temporary file of this import ends too early. Start it again.");
    got += some;
  }
  return buffer;
}
