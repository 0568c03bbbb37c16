import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { type Anchor, readAnchorLine, toAnchorLine } from "@/lib/core/audit/anchor";
import { Fault } from "@/lib/core/fault";

/** Where the end of the audit's chain is kept outside the database: one append-only file, or two in different places. */
export interface AnchorFiles {
  readonly paths: readonly string[];
  /** Adds a line to each file and waits until it is on the disk. A Fault names a file that could not be written. */
  append(anchor: Anchor): void;
  /** Every anchor in every file. `unreadable`: lines that are none, such as one cut off by a power loss. */
  read(): { readonly anchors: readonly Anchor[]; readonly unreadable: number };
  /** The furthest of the files' last readable lines, without reading whole files; null where there is none. */
  last(): Anchor | null;
}

/** Several lines' worth. */
const TAIL_BYTES = 4_096;

function lastAnchor(path: string): Anchor | null {
  const handle = openSync(path, "r");
  try {
    const { size } = fstatSync(handle);
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(handle, tail, 0, tail.length, size - tail.length);
    return (
      tail
        .toString("utf8")
        .split("\n")
        .map(readAnchorLine)
        .findLast((anchor) => anchor !== null) ?? null
    );
  } finally {
    closeSync(handle);
  }
}

/** Opens for appending alone: whatever is there stays, also on storage that lets nothing else happen. */
function withFile<Result>(path: string, use: (handle: number) => Result): Result {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const handle = openSync(path, "a+", 0o600);
    try {
      return use(handle);
    } finally {
      closeSync(handle);
    }
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown";
    throw new Fault("misconfigured", `The audit's anchors cannot be written to ${path} (${code}).`, { cause });
  }
}

function syncDirectory(path: string): void {
  const handle = openSync(dirname(path), "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function appendLine(path: string, line: string): void {
  withFile(path, (handle) => {
    const { size } = fstatSync(handle);
    const last = Buffer.alloc(1);
    if (size > 0) readSync(handle, last, 0, 1, size - 1);
    // A line cut off by a power loss must not swallow this one.
    const isWhole = size === 0 || last.toString() === "\n";
    writeSync(handle, `${isWhole ? "" : "\n"}${line}\n`);
    fsyncSync(handle);
  });
}

/** The anchors in a file, made by whoever holds the key or not: that is checked apart. A Fault where it cannot be read. */
export function readAnchorFile(path: string): { readonly anchors: readonly Anchor[]; readonly unreadable: number } {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown";
    throw new Fault("bad-input", `The anchors in ${path} cannot be read (${code}).`, { cause });
  }
  const lines = text.split("\n").filter((line) => line !== "");
  const anchors = lines.map(readAnchorLine).filter((anchor) => anchor !== null);
  return { anchors, unreadable: lines.length - anchors.length };
}

/** Makes sure at once that every file can be appended to: an audit that cannot be anchored must not come as a surprise. */
export function openAnchorFiles(paths: readonly [string, ...string[]]): AnchorFiles {
  for (const path of paths) {
    withFile(path, fsyncSync);
    syncDirectory(path);
  }
  return {
    paths,
    append: (anchor) => {
      const line = toAnchorLine(anchor);
      // Each file is tried even where another fails.
      const faults = paths.flatMap((path) => {
        try {
          appendLine(path, line);
          return [];
        } catch (error) {
          return [error];
        }
      });
      if (faults.length > 0) throw faults[0];
    },
    last: () =>
      paths.map(lastAnchor).reduce((furthest, one) => {
        if (one === null || furthest === null) return one ?? furthest;
        return one.position > furthest.position ? one : furthest;
      }, null),
    read: () => {
      const files = paths.map(readAnchorFile);
      return {
        anchors: files.flatMap(({ anchors }) => anchors),
        unreadable: files.reduce((sum, { unreadable }) => sum + unreadable, 0),
      };
    },
  };
}
