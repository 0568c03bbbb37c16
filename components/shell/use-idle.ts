"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { keepLastUse, listenToOtherTabs, readLastUse, tellOtherTabs } from "@/components/shell/other-tabs";
import { type IdlePhase, idlePhase } from "@/lib/core/access/idle-phase";
import { ACTIVITY_STEP_MS } from "@/lib/core/access/session-rules";

/** What a person does with a page. Not where the mouse lies: on a desk that shakes it would never be idle. */
const USES = ["keydown", "pointerdown", "wheel", "touchstart"] as const;

const TICK_MS = 1000;

export interface IdleActions {
  /** Tells the server of use so many milliseconds ago; false where the session is over. Rejects where nobody answers. */
  readonly keep: (agoMs: number) => Promise<boolean>;
  /** The session is over here: for want of use, or because it was ended elsewhere. Called once. */
  readonly leave: (why: "idle" | "ended") => void;
  /** Somebody else signed in in this browser. */
  readonly startOver: () => void;
}

/**
 * Watches whether anybody uses this page or another tab of the same session, tells the server of it once a minute, and
 * says when to warn and when it is over. While it warns only `stay` counts as use: a key pressed by an elbow does not.
 */
export function useIdle(userId: string, actions: IdleActions) {
  const [phase, setPhase] = useState<IdlePhase>({ kind: "in-use" });
  const lastUse = useRef(0);
  const lastReport = useRef(0);
  const isOver = useRef(false);
  const act = useRef(actions);
  act.current = actions;

  const leave = useCallback((why: "idle" | "ended") => {
    if (isOver.current) return;
    isOver.current = true;
    setPhase({ kind: "over" });
    if (why === "idle") tellOtherTabs({ kind: "ended" });
    act.current.leave(why);
  }, []);

  const noteUse = useCallback((at: number) => {
    lastUse.current = at;
    keepLastUse(at);
    tellOtherTabs({ kind: "active", at });
  }, []);

  /** Looks at the clock: shows what there is to show, and reports use that the server has not heard of. */
  const look = useCallback(() => {
    if (isOver.current) return;
    const now = Date.now();
    lastUse.current = Math.max(lastUse.current, Math.min(readLastUse(), now));
    const next = idlePhase(lastUse.current, now);
    setPhase((shown) => (shown.kind === "in-use" && next.kind === "in-use" ? shown : next));
    if (next.kind === "over") return leave("idle");
    if (lastUse.current <= lastReport.current || now - lastReport.current < ACTIVITY_STEP_MS) return;
    lastReport.current = now;
    const agoMs = now - lastUse.current;
    // Longer ago than is ever reported: the machine slept. Said now, it would pass for use since then.
    if (agoMs > 2 * ACTIVITY_STEP_MS) return;
    act.current.keep(agoMs).then(
      (isKept) => isKept || leave("ended"),
      // Nobody answered: the next use is reported in a minute, and the server counts for itself meanwhile.
      () => {},
    );
  }, [leave]);

  const stay = useCallback(async (): Promise<void> => {
    if (!(await act.current.keep(0))) return leave("ended");
    const now = Date.now();
    lastReport.current = now;
    noteUse(now);
    setPhase({ kind: "in-use" });
  }, [leave, noteUse]);

  useEffect(() => {
    // Opening the page was use, and the server saw it.
    lastReport.current = Date.now();
    noteUse(lastReport.current);
    tellOtherTabs({ kind: "here", userId });
    const used = (): void => {
      const now = Date.now();
      // Once a second is enough; and once it warns, only the answer to the warning counts.
      if (now - lastUse.current >= TICK_MS && idlePhase(lastUse.current, now).kind === "in-use") noteUse(now);
    };
    const stopListening = listenToOtherTabs((message) => {
      if (message.kind === "active") lastUse.current = Math.max(lastUse.current, Math.min(message.at, Date.now()));
      if (message.kind === "ended") leave("ended");
      if (message.kind === "here" && message.userId !== userId) act.current.startOver();
      look();
    });
    for (const use of USES) window.addEventListener(use, used, { capture: true, passive: true });
    document.addEventListener("visibilitychange", look);
    window.addEventListener("pageshow", look);
    const timer = setInterval(look, TICK_MS);
    return () => {
      clearInterval(timer);
      stopListening();
      for (const use of USES) window.removeEventListener(use, used, { capture: true });
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("pageshow", look);
    };
  }, [userId, leave, look, noteUse]);

  return { phase, stay };
}
