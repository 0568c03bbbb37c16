"use client";
import { useIsMutating } from "@tanstack/react-query";
import { useEffect } from "react";

/** What is on its way to the server would be lost with the page, without a word: the browser asks before it leaves. */
export function LeaveGuard() {
  const isSaving = useIsMutating() > 0;
  useEffect(() => {
    if (!isSaving) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isSaving]);
  return null;
}
