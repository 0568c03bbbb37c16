"use client";
import { useSyncExternalStore } from "react";

/** Where the list stood last, in this tab and only while it lives. */
let kept: string | null = null;
const listeners = new Set<() => void>();

/** Notes how a list is looked at, so that a link back leads to the same view. */
export function keepAddress(address: string): void {
  kept = address;
  for (const listener of listeners) listener();
}

/** The address to go back to; `fallback` where nothing was looked at yet, as on the server. */
export function useKeptAddress(fallback: string): string {
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return useSyncExternalStore(
    subscribe,
    () => kept ?? fallback,
    () => fallback,
  );
}
