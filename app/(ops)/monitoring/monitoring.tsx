"use client";
import { useRouter } from "next/navigation";
import type { Result } from "@/app/_adapters/act";
import { answerIncidentAction, runMonitoringAction } from "@/app/_adapters/monitoring-actions";
import type { Done } from "@/components/monitoring/monitoring-actions";
import { MonitoringScreen } from "@/components/monitoring/monitoring-screen";
import type { MonitoringView } from "@/lib/core/monitoring/monitoring-view";

/** The monitoring page, wired to its verbs; it is read again after each. */
export function Monitoring({ view }: { readonly view: MonitoringView }) {
  const router = useRouter();
  const done = (result: Result<unknown>): Done => {
    if (!result.ok) return { ok: false, message: result.error.message };
    router.refresh();
    return { ok: true };
  };
  return (
    <MonitoringScreen
      view={view}
      actions={{
        look: async () => done(await runMonitoringAction(view.version)),
        answer: async (input) => done(await answerIncidentAction(input)),
      }}
    />
  );
}
