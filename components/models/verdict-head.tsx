import type { ReactNode } from "react";
import { Chip } from "@/components/ui/chip";
import { classNames } from "@/components/ui/class-names";
import { LocalTime } from "@/components/ui/local-time";

const TONES = {
  good: "border-accent",
  bad: "border-bad bg-bad-bg text-bad",
  open: "border-warn bg-warn-bg text-warn",
} as const;

interface VerdictHeadProps {
  /** The section's heading refers to itself by this. */
  readonly id: string;
  readonly title: string;
  /** ISO-8601 */
  readonly at: string;
  readonly timeZone: string;
  readonly simulated: boolean;
  readonly tone: keyof typeof TONES;
  readonly verdict: string;
  readonly says: string;
  /** What else can be done with the report. */
  readonly children?: ReactNode;
}

/** The top of a report: what it is, of when, and what it comes to before any figure. */
export function VerdictHead(props: VerdictHeadProps) {
  const { id, title, at, timeZone, simulated, tone, verdict, says, children } = props;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id={id} className="m-0 text-lg font-semibold">
          {title}
        </h2>
        <span className="text-sm text-mut">
          <LocalTime at={at} style="day-time" timeZone={timeZone} />
        </span>
        {simulated && <Chip tone="warn">Simulated outcomes</Chip>}
        {children}
      </div>
      <div className={classNames("mt-3 rounded-xl border-2 px-4 py-3", TONES[tone])}>
        <h3 className="m-0 text-lg font-semibold">{verdict}</h3>
        <p className="m-0 mt-1 max-w-[72ch]">{says}</p>
      </div>
    </>
  );
}
