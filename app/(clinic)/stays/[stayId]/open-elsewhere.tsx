"use client";
import { useRouter } from "next/navigation";
import { breakGlassAction } from "@/app/_adapters/break-glass-actions";
import { OpenWithReason } from "@/components/patient/open-with-reason";
import type { EmergencyReason } from "@/lib/core/access/emergency-access";

/** Break-glass on the page that refused, which then shows the patient. */
export function OpenElsewhere({ stayId }: { readonly stayId: string }) {
  const router = useRouter();
  async function open(draft: { readonly reason: EmergencyReason; readonly note: string }): Promise<string | null> {
    const result = await breakGlassAction({ stayId, ...draft });
    if (!result.ok) return result.error.message;
    router.refresh();
    return null;
  }
  return <OpenWithReason open={open} />;
}
