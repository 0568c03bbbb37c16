"use client";
import { type RefObject, useLayoutEffect, useRef } from "react";

/**
 * A row that moves to another place takes the focus off whatever was in it. After a refresh focus is put back on the
 * same patient, without scrolling: the reader's place is theirs.
 */
export function useKeepPlace(list: RefObject<HTMLElement | null>, rows: unknown): void {
  const focused = useRef<{ readonly stayId: string; readonly isPick: boolean } | null>(null);
  useLayoutEffect(() => {
    function onFocusIn({ target }: FocusEvent): void {
      const data = target instanceof HTMLElement && list.current?.contains(target) ? target.dataset : null;
      const stayId = data?.patient ?? data?.pick;
      focused.current = stayId === undefined ? null : { stayId, isPick: data?.pick !== undefined };
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
    all.find(({ dataset }) => dataset[name] === was.stayId)?.focus({ preventScroll: true });
  }, [list, rows]);
}
