"use client";
import { useEffect, useRef } from "react";

/** Often enough to follow; each look is audited. */
const EVERY_MS = 3_000;

/** Looks again and again while something is under way and the page is seen. */
export function useLiveRuns(isLive: boolean, look: () => Promise<void>): void {
  const latest = useRef(look);
  latest.current = look;
  useEffect(() => {
    if (!isLive) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    const next = (): void => {
      timer = setTimeout(async () => {
        if (document.visibilityState !== "hidden") await latest.current().catch(() => undefined);
        if (!over) next();
      }, EVERY_MS);
    };
    next();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [isLive]);
}
