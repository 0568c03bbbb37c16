"use client";
import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { ALERT_COUNT_KEY } from "@/components/alerts/alert-actions";

/** Events that come together are one reading. */
const SOON_MS = 250;
/** At least so long between two readings, however much happens: each is a look at patients, and audited. */
const SPACING_MS = 2_000;
/** After the server said no, such as for want of room: the page's own regular reading goes on meanwhile. */
const AGAIN_MS = 60_000;

interface Followed {
  /** What is read again. */
  readonly queryKey: QueryKey;
  /** Number of the newest change before the page was read; what came since is caught up on. */
  readonly after: number;
  /** Only what is about this stay. */
  readonly stayId?: string;
}

/**
 * Reads something again as soon as the server says that it changed (server-sent events). A page nobody sees does not
 * listen, and catches up when it is seen again. Where listening fails the page reads as often as it did before.
 */
export function useChanges({ queryKey, after, stayId }: Followed): void {
  const client = useQueryClient();
  const key = useRef(queryKey);
  key.current = queryKey;
  const start = useRef(after);
  start.current = Math.max(start.current, after);

  useEffect(() => {
    let source: EventSource | null = null;
    let reading: ReturnType<typeof setTimeout> | undefined;
    let comingBack: ReturnType<typeof setTimeout> | undefined;
    let readAt = 0;

    const read = (): void => {
      if (reading !== undefined) return;
      const wait = Math.max(SOON_MS, readAt + SPACING_MS - Date.now());
      reading = setTimeout(() => {
        reading = undefined;
        readAt = Date.now();
        void client.invalidateQueries({ queryKey: key.current });
      }, wait);
    };
    const stop = (): void => {
      source?.close();
      source = null;
      clearTimeout(comingBack);
    };
    const listen = (): void => {
      if (source !== null || document.visibilityState === "hidden") return;
      const about = stayId === undefined ? "" : `&stay=${encodeURIComponent(stayId)}`;
      const mine = new EventSource(`/api/v1/changes?after=${start.current}${about}`);
      source = mine;
      mine.addEventListener("change", (event) => {
        start.current = Math.max(start.current, Number(event.lastEventId) || 0);
        // The number beside the place in the navigation, whichever page it is.
        if (event.data.includes('"alert"')) void client.invalidateQueries({ queryKey: ALERT_COUNT_KEY });
        read();
      });
      mine.onerror = () => {
        // Cut off, the browser comes back by itself; told no, it does not.
        if (mine.readyState !== EventSource.CLOSED || source !== mine) return;
        source = null;
        comingBack = setTimeout(listen, AGAIN_MS);
      };
    };
    const look = (): void => {
      if (source !== null && document.visibilityState !== "hidden") return;
      stop();
      listen();
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      clearTimeout(reading);
      stop();
    };
  }, [client, stayId]);
}
