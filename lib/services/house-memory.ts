import type { House } from "@/lib/services/house";

/**
 * Something remembered for as long as a house is open, once in the process: the server's bundles each carry their own
 * copy of a module, and must not each make the same anew. `name` is unique to what is remembered.
 */
export function houseMemory<T>(name: string, make: () => T): (house: House) => T {
  const key = Symbol.for(`wardlight.memory.${name}`);
  const holder = globalThis as typeof globalThis & { [key]?: WeakMap<House, T> };
  const kept = holder[key] ?? new WeakMap<House, T>();
  holder[key] = kept;
  return (house) => {
    const known = kept.get(house);
    if (known !== undefined) return known;
    const made = make();
    kept.set(house, made);
    return made;
  };
}
