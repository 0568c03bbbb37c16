/** What the tabs of one browser, which share one session, tell each other; never anything about a patient. */
export type TabMessage =
  | { readonly kind: "active"; readonly at: number }
  | { readonly kind: "ended" }
  /** A page was opened by this user. */
  | { readonly kind: "here"; readonly userId: string };

const NAME = "wardlight-session";

function open(): BroadcastChannel | null {
  return typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(NAME);
}

/** Tells the other tabs, once. */
export function tellOtherTabs(message: TabMessage): void {
  const channel = open();
  channel?.postMessage(message);
  channel?.close();
}

/** Listens until the returned function is called. */
export function listenToOtherTabs(hear: (message: TabMessage) => void): () => void {
  const channel = open();
  channel?.addEventListener("message", ({ data }: MessageEvent<TabMessage>) => hear(data));
  return () => channel?.close();
}

/**
 * When any tab was last used, kept where a tab that slept through every message finds it on waking.
 * 0 where nothing is kept, or the browser keeps nothing.
 */
export function readLastUse(): number {
  try {
    return Number(localStorage.getItem(NAME)) || 0;
  } catch {
    return 0;
  }
}

export function keepLastUse(at: number): void {
  try {
    localStorage.setItem(NAME, String(at));
  } catch {
    // A browser that keeps nothing: the tabs still tell each other.
  }
}
