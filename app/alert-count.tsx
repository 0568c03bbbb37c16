"use client";
import { useQuery } from "@tanstack/react-query";
import { countAlertsAction } from "@/app/_adapters/alert-actions";
import { orThrow } from "@/app/or-throw";
import { ALERT_COUNT_KEY } from "@/components/alerts/alert-actions";

/** Where no page hears of changes itself. Each look is a row of the audit, for everybody who has a window open. */
const EVERY_MS = 5 * 60_000;

/** How many open alerts are for the reader, beside the place in the navigation; nothing where there are none. */
export function AlertCount() {
  const { data } = useQuery({
    queryKey: ALERT_COUNT_KEY,
    queryFn: async () => orThrow(await countAlertsAction()),
    refetchInterval: EVERY_MS,
  });
  if (data === undefined || data.mine === 0) return null;
  return (
    <span className="ml-auto rounded-full bg-accent px-2 text-sm font-semibold text-accent-ink tabular-nums">
      {data.mine > 99 ? "99+" : data.mine}
      <span className="sr-only"> open for you</span>
    </span>
  );
}
