"use client";
import type { Result } from "@/app/_adapters/act";
import { listBreakGlassAction, reviewBreakGlassAction } from "@/app/_adapters/break-glass-actions";
import { BreakGlassScreen } from "@/components/review/break-glass-screen";
import type { EmergencyAccessList } from "@/lib/core/access/emergency-access";

function plain<Output>(result: Result<Output>) {
  return result.ok ? result : { ok: false as const, message: result.error.message };
}

/** The review list, wired to its verbs. */
export function BreakGlassReview({ initial }: { readonly initial: EmergencyAccessList }) {
  return (
    <BreakGlassScreen
      initial={initial}
      load={async () => plain(await listBreakGlassAction())}
      review={async (input) => plain(await reviewBreakGlassAction(input))}
    />
  );
}
