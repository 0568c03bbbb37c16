"use client";
import { startTransition, useEffect, useState, useSyncExternalStore } from "react";

/** More rows than the first screen has: what the server draws, and the browser while the page comes alive. */
const FIRST = 40;

const never = (): (() => void) => () => {};

/**
 * How many rows of the list to draw. The server draws the first, so that there is a list to read at once; the browser
 * draws all of them as soon as it has taken over, and at once where it draws the list by itself. What is searched, counted
 * and selected is always the whole list.
 */
export function useRowsDrawn(): number {
  const isBrowserAlone = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const [isWhole, setWhole] = useState(isBrowserAlone);
  useEffect(() => startTransition(() => setWhole(true)), []);
  return isWhole ? Number.POSITIVE_INFINITY : FIRST;
}
