"use client";
import { type RefObject, useEffect, useRef } from "react";

/** Who was opened last from the list and what was searched for then, in this browser tab and only while it lives. */
let lastOpened: { readonly stayId: string; readonly sought: string; readonly at: number } | null = null;

/** What was searched for when a patient was opened from the list; nothing where nobody comes back from one. */
export const returnedSearch = (): string => lastOpened?.sought ?? "";

/**
 * Back from a patient, focus is on the row that was opened, among the same rows: nobody starts a ward of thirty from the
 * top again, or types a name twice.
 */
export function useReturnFocus(list: RefObject<HTMLElement | null>, sought: string): void {
  const now = useRef(sought);
  now.current = sought;
  useEffect(() => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>("a[data-patient]") ?? [])];
    if (lastOpened !== null) {
      const { stayId, at } = lastOpened;
      // Something was done and the row is not shown any more: on with the one that took its place.
      (links.find((link) => link.dataset.patient === stayId) ?? links[Math.min(at, links.length - 1)])?.focus();
    }
    lastOpened = null;
    function onClick({ target }: MouseEvent): void {
      const link = target instanceof Element ? target.closest<HTMLElement>("a[data-patient]") : null;
      if (link === null) return;
      const all = [...(list.current?.querySelectorAll("a[data-patient]") ?? [])];
      lastOpened = { stayId: link.dataset.patient ?? "", sought: now.current, at: all.indexOf(link) };
    }
    document.addEventListener("click", onClick, true);
    return () => document.removeEventListener("click", onClick, true);
  }, [list]);
}
