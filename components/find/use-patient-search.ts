"use client";
import { useEffect, useRef, useState } from "react";
import type { PatientSearch } from "@/lib/core/search/found-patient";

/** So long after the last letter the server is asked: every search is audited, and half a word is nobody's. */
const PAUSE_MS = 250;

export type SearchState =
  | { readonly status: "nothing-typed" }
  /** `last` is what an earlier text found, kept in view so that the page does not jump. */
  | { readonly status: "searching"; readonly last: PatientSearch | null }
  | { readonly status: "found"; readonly result: PatientSearch }
  | { readonly status: "failed" };

/** Searches as the reader types, the latest text only. What was found lives in this screen and in no cache. */
export function usePatientSearch(
  text: string,
  search: (text: string, signal: AbortSignal) => Promise<PatientSearch>,
): { readonly state: SearchState; readonly again: () => void } {
  const [state, setState] = useState<SearchState>({ status: "nothing-typed" });
  const [tries, setTries] = useState(0);
  const sought = text.trim();
  const isFirst = useRef(sought !== "");

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new try searches for the same text again
  useEffect(() => {
    if (sought === "") {
      setState({ status: "nothing-typed" });
      return;
    }
    const abort = new AbortController();
    setState((now) => ({
      status: "searching",
      last: now.status === "found" ? now.result : now.status === "searching" ? now.last : null,
    }));
    // Coming back to an earlier search, nobody is typing.
    const pause = isFirst.current ? 0 : PAUSE_MS;
    isFirst.current = false;
    const timer = setTimeout(() => {
      search(sought, abort.signal).then(
        (result) => abort.signal.aborted || setState({ status: "found", result }),
        () => abort.signal.aborted || setState({ status: "failed" }),
      );
    }, pause);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [sought, search, tries]);

  return { state, again: () => setTries((now) => now + 1) };
}
