"use client";
import { WorklistScreen } from "@/components/worklist/worklist-screen";
import { BACKGROUND_HEADER } from "@/lib/core/access/session-rules";
import type { Worklist as WorklistView } from "@/lib/core/worklist/worklist";

async function load(wardId: string | null): Promise<WorklistView> {
  const path = wardId === null ? "/api/v1/stays" : `/api/v1/stays?ward=${encodeURIComponent(wardId)}`;
  // The list refreshes itself; what the reader does is noted where they do it.
  const response = await fetch(path, { headers: { [BACKGROUND_HEADER]: "1" } });
  // A session that is over, or a ward taken away: the server says so on a page of its own.
  if (response.status === 401 || response.status === 403) window.location.reload();
  if (!response.ok) throw new Error("The list could not be loaded.");
  return response.json();
}

/** The list, wired to where it is refreshed from. */
export function Worklist({ wardId, mayOpen }: { readonly wardId: string | null; readonly mayOpen: boolean }) {
  return <WorklistScreen wardId={wardId} mayOpen={mayOpen} load={load} />;
}
