"use client";
import { type ReactNode, Suspense, useState } from "react";
import { Chevron } from "@/components/ui/disclosure";
import { ScrollBox } from "@/components/ui/scroll-box";

interface ChartFrameProps {
  readonly caption: ReactNode;
  /** Fetched when it is shown; said in the table and the caption to those who do not see it. */
  readonly picture: ReactNode;
  /** The same height as the picture, so that nothing jumps when it arrives. */
  readonly height: "h-56" | "h-72";
  /** Beside the picture and for those who see it. */
  readonly legend?: ReactNode;
  /** What the table is of, in the middle of a sentence, e.g. "the calibration". */
  readonly noun: string;
  readonly tableLabel: string;
  /** A tall one scrolls in its own box. */
  readonly tableHeight?: string;
  readonly table: ReactNode;
}

/** A picture that opens as a table: every chart has both, and the words that belong to it. */
export function ChartFrame(props: ChartFrameProps) {
  const [isTable, setTable] = useState(false);
  return (
    <figure className="m-0 min-w-0">
      <figcaption className="text-sm text-mut">{props.caption}</figcaption>
      <div aria-hidden="true" className="mt-2">
        <Suspense fallback={<div className={`skeleton w-full ${props.height}`} />}>{props.picture}</Suspense>
      </div>
      {props.legend}
      <button
        type="button"
        aria-expanded={isTable}
        onClick={() => setTable(!isTable)}
        className="mt-1 flex min-h-8 items-center gap-1.5 text-sm text-accent touch:min-h-11 print:hidden"
      >
        <Chevron isOpen={isTable} /> {isTable ? "Hide the table" : `Show ${props.noun} as a table`}
      </button>
      {isTable && (
        <ScrollBox
          label={props.tableLabel}
          className={`overflow-auto rounded-lg border border-line ${props.tableHeight ?? ""}`}
        >
          <table className="w-full border-collapse text-sm">{props.table}</table>
        </ScrollBox>
      )}
    </figure>
  );
}
