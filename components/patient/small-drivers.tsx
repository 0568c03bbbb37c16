"use client";
import { useId, useState } from "react";
import { SignedPoints } from "@/components/charts/signed-points";
import { DriverRow } from "@/components/patient/driver-row";
import type { Explanation } from "@/components/patient/explanation";
import { Chevron, Disclosure } from "@/components/ui/disclosure";
import type { EvidenceView } from "@/lib/core/worklist/stay-view";

interface SmallDriversProps {
  readonly explanation: Explanation;
  /** The largest points of all rows, so that bars compare. */
  readonly largest: number;
  readonly evidence: ReadonlyMap<string, EvidenceView>;
}

/** What is smaller than every line above, told together and opened to each of them; and what adds nothing. */
export function SmallDrivers({ explanation, largest, evidence }: SmallDriversProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { rest, restPoints, exactRestPoints, without } = explanation;
  return (
    <>
      {rest.length > 0 && (
        <li className="border-b border-line py-1.5">
          <div className="grid grid-cols-[minmax(0,1fr)_3rem] items-center gap-x-3 md:grid-cols-[minmax(0,1fr)_3.5rem]">
            <button
              type="button"
              aria-expanded={isOpen}
              aria-controls={isOpen ? id : undefined}
              onClick={() => setOpen(!isOpen)}
              className="inline-flex min-h-6 items-center gap-1.5 text-left text-mut hover:underline touch:min-h-11"
            >
              <Chevron isOpen={isOpen} />
              {rest.length} smaller {rest.length === 1 ? "item" : "items"} together
            </button>
            <span className="text-right font-semibold" data-points={restPoints}>
              <SignedPoints points={restPoints} />
            </span>
          </div>
          {isOpen && (
            <div id={id} className="mt-1 pl-3">
              <p className="m-0 text-sm text-mut">
                Before rounding, together <SignedPoints points={exactRestPoints} decimals={1} />.
              </p>
              <ul className="m-0 list-none p-0 text-sm">
                {rest.map((line) => (
                  <DriverRow key={line.feature} line={line} largest={largest} evidence={evidence} isSmall />
                ))}
              </ul>
            </div>
          )}
        </li>
      )}
      {without.length > 0 && (
        <li className="py-0.5">
          <Disclosure
            summary={<span className="text-sm text-mut">{without.length} more that change nothing in this number</span>}
          >
            <p className="m-0 pl-[1.125rem] text-sm text-mut">{without.join("; ")}.</p>
          </Disclosure>
        </li>
      )}
    </>
  );
}
