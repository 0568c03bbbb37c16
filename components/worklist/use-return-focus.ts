"use client";
import { type RefObject, useEffect, useRef } from "react";

/** Who was opened last from the list and what was searched for then, in this browser tab and only while it lives. */
let lastOpened: { readonly stayId: string; readonly sought: string } | null = null;

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
    links.find((link) => link.dataset.patient === lastOpened?.stayId)?.focus();
    lastOpened = null;
    function onClick({ target }: MouseEvent): void {
      const link = target instanceof Element ? target.closest<HTMLElement>("a[data-patient]") : null;
      if (link !== null) lastOpened = { stayId: link.dataset.patient ?? "", sought: now.current };
    }
    document.addEventListener("click", onClick, true);
    return () => document.removeEventListener("click", onClick, true);
  }, [list]);
}
