"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { signOutHere } from "@/app/sign-out-here";
import { IdleWarning } from "@/components/shell/idle-warning";
import { type IdleActions, useIdle } from "@/components/shell/use-idle";
import { Notice } from "@/components/ui/notice";
import { signInPath } from "@/lib/core/access/own-path";
import { BACKGROUND_HEADER, SESSION_END_SENTENCES } from "@/lib/core/access/session-rules";

const SESSION = "/api/session";

async function keep(agoMs: number): Promise<boolean> {
  // What is told here is use, but not the request itself: only as long ago as it says.
  const headers = { "Content-Type": "application/json", [BACKGROUND_HEADER]: "1" };
  const answer = await fetch(SESSION, { method: "POST", headers, body: JSON.stringify({ agoMs }), keepalive: true });
  if (answer.status === 401) return false;
  if (!answer.ok) throw new Error("The server could not note this.");
  return true;
}

/** Ends the session on the server where this page is the first to know, then asks to sign in, back to this very place. */
async function goToSignIn(why: "idle" | "ended"): Promise<void> {
  if (why === "idle") await fetch(SESSION, { method: "DELETE", keepalive: true }).catch(() => undefined);
  window.location.replace(signInPath(`${window.location.pathname}${window.location.search}`));
}

interface IdleGuardProps {
  readonly userId: string;
  readonly children: ReactNode;
}

/** Everything signed in stands in here: once the session is over, nothing of it is left on the screen or in memory. */
export function IdleGuard({ userId, children }: IdleGuardProps) {
  const client = useQueryClient();
  const [why, setWhy] = useState<"idle" | "ended">("ended");
  const actions: IdleActions = {
    keep,
    leave: (reason) => {
      setWhy(reason);
      client.clear();
      void goToSignIn(reason);
    },
    startOver: () => window.location.reload(),
  };
  const { phase, stay } = useIdle(userId, actions);
  if (phase.kind === "over") {
    return (
      <main className="mx-auto max-w-md px-4 py-10">
        <Notice title="You are signed out" headingLevel={1} role="alert">
          {why === "idle" && SESSION_END_SENTENCES.idle}
        </Notice>
      </main>
    );
  }
  return (
    <>
      {children}
      {phase.kind === "warning" && (
        <IdleWarning secondsLeft={phase.secondsLeft} stay={stay} signOut={() => signOutHere(client)} />
      )}
    </>
  );
}
