"use client";
import { FindScreen } from "@/components/find/find-screen";
import type { PatientSearch } from "@/lib/core/search/found-patient";

async function search(text: string, signal: AbortSignal): Promise<PatientSearch> {
  const response = await fetch("/api/v1/patients/search", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ text }),
    cache: "no-store",
    signal,
  });
  // A session that is over, or a role that changed: the server says so on a page of its own.
  if (response.status === 401 || response.status === 403) window.location.reload();
  if (!response.ok) throw new Error("The search could not be done.");
  return response.json();
}

/** Finding a patient, wired to its verb. */
export function Find() {
  return <FindScreen search={search} />;
}
