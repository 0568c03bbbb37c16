import { LocalTime } from "@/components/ui/local-time";
import { Percentage } from "@/components/ui/percentage";
import type { RiskChange } from "@/lib/core/worklist/risk-change";

/** "35 → 41 %, because heart failure was coded": a rise or a fall is never shown without what it came from. */
export function ChangeLine({ change, timeZone }: { readonly change: RiskChange; readonly timeZone: string }) {
  const rose = change.to > change.from;
  return (
    <span className="mb-0.5 flex gap-1.5 border-l-2 border-accent pl-1.5">
      <span>
        <span className="font-semibold whitespace-nowrap">
          <span aria-hidden="true">{rose ? "\u2191" : "\u2193"} </span>
          <span className="sr-only">{rose ? "Rose from " : "Fell from "}</span>
          <Percentage value={change.from} />
          <span aria-hidden="true"> → </span>
          <span className="sr-only"> to </span>
          <Percentage value={change.to} />
        </span>
        , {change.isPartly ? "partly because" : "because"} {change.because}{" "}
        <span className="text-sm text-mut">
          (<LocalTime at={change.at} style="day-time" timeZone={timeZone} />)
        </span>
      </span>
    </span>
  );
}
