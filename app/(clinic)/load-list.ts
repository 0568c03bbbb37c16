"use client";
import { BACKGROUND_HEADER } from "@/lib/core/access/session-rules";
import type { Worklist } from "@/lib/core/worklist/worklist";

/** What this tab was last given, by address; in memory only, and gone with the tab. */
const last = new Map<string, { readonly etag: string; readonly list: Worklist }>();

/** The list anew; where nothing changed, the very one it has, so that nothing on screen has to be drawn again. */
export async function loadList(wardId: string | null): Promise<Worklist> {
  const path = wardId === null ? "/api/v1/stays" : `/api/v1/stays?ward=${encodeURIComponent(wardId)}`;
  const known = last.get(path);
  // The list refreshes itself; what the reader does is noted where they do it.
  const headers = { [BACKGROUND_HEADER]: "1", ...(known ? { "If-None-Match": known.etag } : {}) };
  const response = await fetch(path, { headers, cache: "no-store" });
  // A session that is over, or a ward taken away: the server says so on a page of its own.
  if (response.status === 401 || response.status === 403) window.location.reload();
  const date = response.headers.get("date");
  // It holds as of this answer, however long ago the server put it together.
  const asOf = date === null ? {} : { asOf: new Date(date).toISOString() };
  if (response.status === 304 && known) return { ...known.list, ...asOf };
  if (!response.ok) throw new Error("The list could not be loaded.");
  const list: Worklist = { ...(await response.json()), ...asOf };
  const etag = response.headers.get("etag");
  if (etag !== null) last.set(path, { etag, list });
  return list;
}
