"use client";
import { type RefObject, useEffect } from "react";

/** Who was opened last from the list, in this browser tab and only while it lives. */
let lastOpened: string | null = null;

/** Back from a patient, focus is on the row that was opened: nobody starts a ward of thirty from the top again. */
export function useReturnFocus(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>("a[data-patient]") ?? [])];
    links.find((link) => link.dataset.patient === lastOpened)?.focus();
    lastOpened = null;
    function onClick({ target }: MouseEvent): void {
      const link = target instanceof Element ? target.closest<HTMLElement>("a[data-patient]") : null;
      if (link !== null) lastOpened = link.dataset.patient ?? null;
    }
    document.addEventListener("click", onClick, true);
    return () => document.removeEventListener("click", onClick, true);
  }, [list]);
}
