import { minutesAgo } from "@/components/ui/ago";
import { Notice } from "@/components/ui/notice";
import type { AlertsView } from "@/lib/core/alerts/alert";

type Look = Pick<AlertsView, "rules" | "silentBecause" | "lookedAt" | "asOf">;

/** It is looked every five minutes at least; three times that, and something is wrong. */
const LATE_MINUTES = 15;

const minutesBetween = (earlier: string, later: string): number =>
  Math.max(0, Math.floor((Date.parse(later) - Date.parse(earlier)) / 60_000));

/** Whether nobody looks for alerts who should: then that none is there says nothing. */
export const isLate = ({ rules, lookedAt, asOf }: Omit<Look, "silentBecause">): boolean =>
  rules > 0 && lookedAt !== null && minutesBetween(lookedAt, asOf) >= LATE_MINUTES;

/** When the rules were looked at, in words; empty where no rule looks. */
export function lookWords({ rules, silentBecause, lookedAt, asOf }: Look): string {
  if (rules === 0 || silentBecause !== null) return "";
  if (lookedAt === null) return "; rules not looked at yet";
  return `; rules looked at ${minutesAgo(minutesBetween(lookedAt, asOf))}`;
}

/** That alerts are not looked for; nothing where they are. */
export function LateLook({ lookedAt, ...rest }: Omit<Look, "silentBecause">) {
  if (lookedAt === null || !isLate({ lookedAt, ...rest })) return null;
  return (
    <div className="mb-3">
      <Notice title="Alerts are not looked for at present" tone="warn" role="status">
        The rules were last looked at {minutesAgo(minutesBetween(lookedAt, rest.asOf))}, so alerts may be missing here.
        Patients are on the discharge list; whoever runs Wardlight can find out why.
      </Notice>
    </div>
  );
}
