"use client";
import { useEffect, useState } from "react";

/** Whole minutes since an instant, kept current; null until the browser's clock is known. */
export function useMinutesSince(at: string): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 15_000);
    return () => clearInterval(timer);
  }, []);
  return now === null ? null : Math.max(0, Math.floor((now - Date.parse(at)) / 60_000));
}

/** Minutes in words: "just now", "4 min ago", "3 h ago", "2 days ago". */
export function minutesAgo(minutes: number): string {
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}
