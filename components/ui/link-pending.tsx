"use client";
import { useLinkStatus } from "next/link";

/**
 * Inside a link: a small turning ring while the page it leads to is on its way, once that takes long enough to be
 * noticed. The page one is on stays until then; a skeleton in between would hold the new page back by a third of a
 * second, which is how long React shows one at least.
 */
export function LinkPending() {
  const { pending } = useLinkStatus();
  return pending ? <span aria-hidden="true" className="link-pending" /> : null;
}
