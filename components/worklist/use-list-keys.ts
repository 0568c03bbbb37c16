"use client";
import { type RefObject, useEffect } from "react";

/**
 * In the list, j and k or the arrows move between patients, x selects, and "/" goes to the search; from the search, the arrow down
 * goes into the list and Escape leaves. No single key does anything while focus is elsewhere, so speech input and
 * stray keys are safe. Moving is ordinary focus: Enter opens and screen readers follow.
 * @see https://www.w3.org/TR/WCAG22/#character-key-shortcuts
 */
export function useListKeys(list: RefObject<HTMLElement | null>, search: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    function move(step: 1 | -1): boolean {
      const links = [...(list.current?.querySelectorAll<HTMLElement>("a[data-patient]") ?? [])];
      const row = document.activeElement?.closest("tr") ?? null;
      const at = links.findIndex((link) => row !== null && link.closest("tr") === row);
      const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step];
      next?.focus();
      next?.closest("tr")?.scrollIntoView({ block: "nearest" });
      return next !== undefined;
    }
    /** A real click, so that whatever listens to the box hears of it. */
    function pick(): boolean {
      const box = document.activeElement?.closest("tr")?.querySelector<HTMLInputElement>("input[data-pick]");
      box?.click();
      return box != null;
    }
    function inSearch(key: string): boolean {
      if (key === "ArrowDown") return move(1);
      if (key === "Escape") search.current?.blur();
      return false;
    }
    function inList(key: string): boolean {
      if (key === "ArrowDown" || key === "j") return move(1);
      if (key === "ArrowUp" || key === "k") return move(-1);
      if (key === "x") return pick();
      if (key !== "/") return false;
      search.current?.focus();
      search.current?.select();
      return true;
    }
    function onKeyDown(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const at = document.activeElement;
      const isDone =
        at !== null && at === search.current
          ? inSearch(event.key)
          : (list.current?.contains(at) ?? false) && inList(event.key);
      if (isDone) event.preventDefault();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [list, search]);
}
