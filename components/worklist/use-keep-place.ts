"use client";
import { type RefObject, useLayoutEffect, useRef } from "react";

interface Place {
  readonly stayId: string;
  readonly isPick: boolean;
  /** How many rows stood above it. */
  readonly at: number;
}

/**
 * A row that moves to another place, or leaves the list because something was done, takes the focus off whatever was in
 * it. After a refresh focus is put back on the same patient, or on the one who stands there now, without scrolling: the
 * reader's place is theirs.
 */
export function useKeepPlace(list: RefObject<HTMLElement | null>, rows: unknown): void {
  const focused = useRef<Place | null>(null);
  useLayoutEffect(() => {
    function onFocusIn({ target }: FocusEvent): void {
      const data = target instanceof HTMLElement && list.current?.contains(target) ? target.dataset : null;
      const stayId = data?.patient ?? data?.pick;
      if (stayId === undefined) {
        focused.current = null;
        return;
      }
      const isPick = data?.pick !== undefined;
      const same = [...(list.current?.querySelectorAll(isPick ? "[data-pick]" : "[data-patient]") ?? [])];
      focused.current = { stayId, isPick, at: same.indexOf(target as Element) };
    }
    document.addEventListener("focusin", onFocusIn);
    return () => document.removeEventListener("focusin", onFocusIn);
  }, [list]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the rows that move
  useLayoutEffect(() => {
    const was = focused.current;
    if (was === null || document.activeElement !== document.body) return;
    const name = was.isPick ? "pick" : "patient";
    const all = [...(list.current?.querySelectorAll<HTMLElement>(`[data-${name}]`) ?? [])];
    const next = all.find(({ dataset }) => dataset[name] === was.stayId) ?? all[Math.min(was.at, all.length - 1)];
    next?.focus({ preventScroll: true });
  }, [list, rows]);
}
