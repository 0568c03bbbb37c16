import { randomUUID } from "node:crypto";
import {
  linkSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";

/** How often the holder shows that it lives, and how long silence from another machine or container means it does not. */
const HEARTBEAT_MS = 5_000;
const SILENCE_MS = 60_000;

/** The pid comes first: it is what a person looks for in the file. */
const holderSchema = z.object({
  pid: z.number().int().positive(),
  /** When that pid began, so that another process that got the same number later is not mistaken for it. */
  startedAt: z.string(),
  /** The machine (or container) in which the pid means anything. */
  place: z.string(),
  token: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

export interface DirectoryLock {
  release(): void;
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return otherwise;
  }
}

/** Boot and start tick of a process where the system tells; "unknown" elsewhere. */
function processStart(pid: number): string {
  const stat = readOr(`/proc/${pid}/stat`, "");
  // The command in parentheses may hold anything; fields are counted after it. Start time is field 22.
  const tick = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  return tick === undefined ? "unknown" : `${readOr("/proc/sys/kernel/random/boot_id", "").trim()}/${tick}`;
}

function thisPlace(): string {
  try {
    return `${hostname()}/${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function isAlive(holder: Holder, file: string): boolean {
  if (holder.place !== thisPlace())
    return Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < SILENCE_MS;
  if (!isRunning(holder.pid)) return false;
  const start = processStart(holder.pid);
  return start === "unknown" || holder.startedAt === "unknown" || start === holder.startedAt;
}

function readHolder(file: string): Holder | "none" | "unreadable" {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "none" : "unreadable";
  }
}

function inUse(directory: string, holder: Holder): Fault {
  return new Fault(
    "busy",
    `${directory} is in use by another Wardlight, process ${holder.pid}. Stop it first, or choose another WARDLIGHT_DATA_DIR.`,
  );
}

/** Puts a whole lock file in place in one step; false when one is there already. */
function place(file: string, holder: Holder): boolean {
  const draft = `${file}.${holder.token}`;
  writeFileSync(draft, `${JSON.stringify(holder)}\n`, { mode: 0o600, flag: "wx" });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

/**
 * Removes a dead holder's lock. Only one process at a time may, and it looks again once it is alone, so that
 * nobody removes the lock of a process that has just taken over.
 */
function clearDead(file: string, directory: string): void {
  const alone = `${file}.takeover`;
  try {
    mkdirSync(alone);
  } catch {
    try {
      // Left behind by a process that died in these few microseconds.
      if (Date.now() - statSync(alone).mtimeMs > SILENCE_MS) rmdirSync(alone);
    } catch {}
    throw new Fault("busy", `${directory} is being taken over by another Wardlight. Try again in a moment.`);
  }
  try {
    const holder = readHolder(file);
    if (holder === "unreadable" || (holder !== "none" && !isAlive(holder, file))) unlinkSync(file);
  } finally {
    rmdirSync(alone);
  }
}

/**
 * Takes the one lock on a data directory, because two processes on one embedded database lose data silently.
 * Throws a Fault naming the directory and the process that holds it. A dead process's lock is taken over.
 */
export function lockDirectory(directory: string): DirectoryLock {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, "lock");
  const holder: Holder = {
    pid: process.pid,
    startedAt: processStart(process.pid),
    place: thisPlace(),
    token: randomUUID(),
  };
  for (let attempt = 0; !place(file, holder); attempt++) {
    const other = readHolder(file);
    if (other === "none") continue;
    if (other !== "unreadable" && isAlive(other, file)) throw inUse(directory, other);
    if (attempt > 2) throw new Fault("busy", `${file} could not be taken over. Try again in a moment.`);
    clearDead(file, directory);
  }

  const isOurs = (): boolean => {
    const now = readHolder(file);
    return typeof now === "object" && now.token === holder.token;
  };
  const heartbeat = setInterval(() => {
    if (!isOurs()) {
      // Another machine took us for dead. Writing on would corrupt the database it now owns.
      console.error(`${directory} was taken over by another Wardlight; stopping at once.`);
      process.exit(1);
    }
    utimesSync(file, new Date(), new Date());
  }, HEARTBEAT_MS);
  heartbeat.unref();

  const release = (): void => {
    clearInterval(heartbeat);
    process.removeListener("exit", release);
    if (isOurs()) unlinkSync(file);
  };
  process.on("exit", release);
  return { release };
}
