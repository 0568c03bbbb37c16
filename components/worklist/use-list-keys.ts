"use client";
import { type RefObject, useEffect } from "react";

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/**
 * j and k (and the arrows, once in the list) move between patients, "/" goes to the search, Escape leaves it.
 * Moving is ordinary focus, so Enter opens and screen readers follow.
 */
export function useListKeys(list: RefObject<HTMLElement | null>, search: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    function move(step: 1 | -1): boolean {
      const links = [...(list.current?.querySelectorAll<HTMLElement>("a[data-patient]") ?? [])];
      const at = links.indexOf(document.activeElement as HTMLElement);
      const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step];
      next?.focus();
      next?.closest("tr")?.scrollIntoView({ block: "nearest" });
      return next !== undefined;
    }
    function onKeyDown(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (document.querySelector('[role="dialog"], [role="menu"]')) return;
      const inSearch = event.target === search.current;
      const inList = list.current?.contains(document.activeElement) ?? false;
      if (event.key === "Escape" && inSearch) search.current?.blur();
      else if (event.key === "ArrowDown" && (inSearch || inList)) {
        if (move(1)) event.preventDefault();
      } else if (event.key === "ArrowUp" && inList) {
        if (move(-1)) event.preventDefault();
      } else if (isTyping(event.target)) return;
      else if (event.key === "/") {
        event.preventDefault();
        search.current?.focus();
        search.current?.select();
      } else if (event.key === "j") move(1);
      else if (event.key === "k") move(-1);
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [list, search]);
}
