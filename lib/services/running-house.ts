import { Fault } from "@/lib/core/fault";
import type { Environment } from "@/lib/io/environment";
import type { House } from "@/lib/services/house";

export interface RunningHouse extends House {
  readonly environment: Environment;
  close(): Promise<void>;
}

/**
 * The one house of this process. On globalThis, because the server's bundles each carry their own copy of this
 * module and all of them must find the same database.
 */
const KEY = Symbol.for("wardlight.house");
const holder = globalThis as typeof globalThis & { [KEY]?: RunningHouse | null };

export function keepHouse(house: RunningHouse | null): void {
  holder[KEY] = house;
}

export function isHouseOpen(): boolean {
  return holder[KEY] != null;
}

/** Throws a Fault until the server has finished starting. */
export function runningHouse(): RunningHouse {
  const house = holder[KEY];
  if (!house) throw new Fault("not-ready", "Wardlight is still starting, or stopping. Try again in a moment.");
  return house;
}
