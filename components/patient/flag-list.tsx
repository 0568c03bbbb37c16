"use client";
import { FLAG_WORDS } from "@/components/patient/flag-words";
import { isPending } from "@/components/patient/use-stay-changes";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { LocalTime } from "@/components/ui/local-time";
import type { FlagView } from "@/lib/core/worklist/flag-view";

interface FlagListProps {
  readonly flags: readonly FlagView[];
  readonly labels: Readonly<Record<string, string>>;
  readonly timeZone: string;
  readonly onWithdraw: (flag: FlagView) => void;
}

/** What colleagues said about this number: open flags first and plain to see, withdrawn ones kept. */
export function FlagList({ flags, labels, timeZone, onWithdraw }: FlagListProps) {
  const open = flags.filter(({ withdrawnAt }) => withdrawnAt === null);
  const withdrawn = flags.filter(({ withdrawnAt }) => withdrawnAt !== null);
  if (flags.length === 0) return null;
  return (
    <section aria-label="Flags" className="mb-4 flex flex-col gap-2">
      {open.map((flag) => (
        <article
          key={flag.id}
          className="flex flex-wrap items-start gap-x-4 gap-y-2 rounded-xl bg-warn-bg px-4 py-3 text-warn"
        >
          <div className="min-w-0 flex-1 basis-64">
            <h2 className="m-0 text-base font-semibold">
              <span aria-hidden="true">⚑ </span>Flagged: {FLAG_WORDS[flag.kind].label.toLowerCase()}
              {flag.feature && ` (${labels[flag.feature] ?? flag.feature})`}
            </h2>
            {flag.note && <p className="m-0 mt-0.5 whitespace-pre-line text-ink">{flag.note}</p>}
            <p className="m-0 mt-0.5 text-sm">
              {flag.mine ? "You" : `${flag.by.name}, ${flag.by.role}`},{" "}
              <LocalTime at={flag.at} style="day-time" timeZone={timeZone} />
              {flag.aboutEarlierPrediction && "; about an earlier score, replaced since"}
              {isPending(flag.id) && "; saving …"}
            </p>
          </div>
          {flag.mine && !isPending(flag.id) && (
            <Button onPress={() => onWithdraw(flag)} className="print:hidden">
              Withdraw
            </Button>
          )}
        </article>
      ))}
      {withdrawn.length > 0 && (
        <Disclosure
          summary={
            <span className="text-sm text-mut">
              {withdrawn.length} withdrawn {withdrawn.length === 1 ? "flag" : "flags"}
            </span>
          }
        >
          <ul className="m-0 list-none p-0 text-sm text-mut">
            {withdrawn.map((flag) => (
              <li key={flag.id} className="py-0.5">
                {FLAG_WORDS[flag.kind].label}, {flag.mine ? "you" : flag.by.name},{" "}
                <LocalTime at={flag.at} style="day-time" timeZone={timeZone} />
                {flag.note && `: ${flag.note}`}
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </section>
  );
}
