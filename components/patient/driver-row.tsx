"use client";
import { useId, useState } from "react";
import { PairTable } from "@/components/charts/pair-table";
import { ShapeChart } from "@/components/charts/shape-chart";
import { SignedBar } from "@/components/charts/signed-bar";
import { SignedPoints } from "@/components/charts/signed-points";
import { EvidenceList, evidenceWords } from "@/components/patient/evidence-list";
import type { DriverLine } from "@/components/patient/explanation";
import { Chevron } from "@/components/ui/disclosure";
import type { EvidenceView } from "@/lib/core/worklist/stay-view";

interface DriverRowProps {
  readonly line: DriverLine;
  /** The largest points of all rows, so that bars compare. */
  readonly largest: number;
  readonly evidence: ReadonlyMap<string, EvidenceView>;
  /** Shows the points before rounding: of a line that is told together with others. */
  readonly isSmall?: boolean;
}

type Open = "nothing" | "evidence" | "shape";

/** One reason: a sentence, its sources, its direction and size. The sentence opens the curve behind it and what was read. */
export function DriverRow({ line, largest, evidence, isSmall = false }: DriverRowProps) {
  const [open, setOpen] = useState<Open>("nothing");
  const id = useId();
  const points = isSmall ? line.exactPoints : line.points;
  const hasPicture = line.shape !== null || line.grid !== null;
  const toggle = (part: Open) => setOpen(open === part ? "nothing" : part);
  return (
    <li className="border-b border-line py-1.5">
      <div className="grid grid-cols-[minmax(0,1fr)_3rem] items-center gap-x-3 md:grid-cols-[minmax(0,1fr)_minmax(8rem,15rem)_3.5rem]">
        <div className="flex flex-wrap items-center gap-x-1.5 gap-y-0.5 pl-[1.125rem]">
          {hasPicture ? (
            <button
              type="button"
              aria-expanded={open === "shape"}
              aria-controls={open === "shape" ? id : undefined}
              onClick={() => toggle("shape")}
              className="-ml-[1.125rem] inline-flex min-h-6 items-center gap-1.5 text-left hover:underline touch:min-h-11"
            >
              <Chevron isOpen={open === "shape"} />
              {line.sentence}
            </button>
          ) : (
            <span>{line.sentence}</span>
          )}
          {line.evidence.length > 0 && (
            <button
              type="button"
              aria-expanded={open === "evidence"}
              aria-controls={open === "evidence" ? id : undefined}
              aria-label={`Sources of “${line.sentence}”: ${evidenceWords(line.evidence)}`}
              onClick={() => toggle("evidence")}
              className="min-h-6 rounded-md border border-line px-1.5 text-2xs text-mut hover:border-edge touch:min-h-11 touch:px-2.5"
            >
              {evidenceWords(line.evidence)}
            </button>
          )}
        </div>
        <div className="max-md:order-last max-md:col-span-2">
          <SignedBar share={largest === 0 ? 0 : points / largest} />
        </div>
        <div className="text-right font-semibold" data-points={isSmall ? undefined : points}>
          <SignedPoints points={points} decimals={isSmall ? 1 : 0} />
        </div>
      </div>
      {line.caution && (!isSmall || open === "shape") && (
        <p className="m-0 pl-[1.125rem] text-sm text-mut">{line.caution}</p>
      )}
      {open !== "nothing" && (
        <div id={id} className="my-2 ml-[1.125rem] rounded-lg bg-sunken px-3.5 py-2.5">
          {open === "evidence" && <EvidenceList references={line.evidence} evidence={evidence} />}
          {open === "shape" && line.shape && (
            <>
              <h3 className="m-0 mb-1 text-base font-semibold">{line.shape.title}</h3>
              <ShapeChart shape={line.shape} />
            </>
          )}
          {open === "shape" && line.grid && (
            <>
              <h3 className="m-0 mb-1 text-base font-semibold">
                {line.grid.rows.title} and {line.grid.columns.title}
              </h3>
              <PairTable grid={line.grid} />
            </>
          )}
          {open === "shape" && line.evidence.length > 0 && (
            <>
              <h3 className="m-0 mt-3 text-sm font-semibold">Read from</h3>
              <EvidenceList references={line.evidence} evidence={evidence} />
            </>
          )}
        </div>
      )}
    </li>
  );
}
