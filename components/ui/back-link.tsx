"use client";
import Link from "next/link";
import type { MouseEvent, ReactNode } from "react";
import { LinkPending } from "@/components/ui/link-pending";

interface BackLinkProps {
  readonly href: string;
  readonly children: ReactNode;
}

/** Whether the page that was open before this one, in this tab, is the one at `href`. Unknown is no. */
function isOneStepBack(href: string): boolean {
  if (typeof navigation === "undefined" || navigation.currentEntry === null) return false;
  const before = navigation.entries()[navigation.currentEntry.index - 1];
  return before?.url === new URL(href, location.href).href;
}

/**
 * Leads to the page the reader came from. Where that is one step back it goes there as the browser's own button does:
 * the page stands again at once, and reads anew what changed meanwhile. Else it is a link like any other.
 */
export function BackLink({ href, children }: BackLinkProps) {
  function goBack(event: MouseEvent): void {
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!isPlain || !isOneStepBack(href)) return;
    event.preventDefault();
    window.history.back();
  }
  return (
    <Link href={href} onClick={goBack} className="quiet-link inline-flex items-center py-1 text-sm touch:min-h-11">
      {children}
      <LinkPending />
    </Link>
  );
}
