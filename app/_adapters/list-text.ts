import "server-only";
import type { Worklist } from "@/lib/core/worklist/worklist";

/** The same object is the same list for as long as it is kept ready, and gone with it. */
const texts = new WeakMap<Worklist, string>();

/** A list as JSON, written once for all its readers. */
export function listText(list: Worklist): string {
  const text = texts.get(list) ?? JSON.stringify(list);
  texts.set(list, text);
  return text;
}
