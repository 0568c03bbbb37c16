"use client";
import { useState } from "react";
import { DriverRow } from "@/components/patient/driver-row";
import { DriversTable } from "@/components/patient/drivers-table";
import type { Explanation } from "@/components/patient/explanation";
import { SignedPoints } from "@/components/patient/signed-points";
import { Percentage } from "@/components/ui/percentage";
import type { EvidenceView } from "@/lib/core/worklist/stay-view";

interface DriversCardProps {
  readonly explanation: Explanation;
  readonly probability: number;
  readonly evidence: ReadonlyMap<string, EvidenceView>;
}

/** Why: from the model's starting point to this patient's number, in parts that add up exactly. */
export function DriversCard({ explanation, probability, evidence }: DriversCardProps) {
  const [isTable, setTable] = useState(false);
  const { lines, rest, restPoints, baseline } = explanation;
  const largest = Math.max(0, ...lines.map(({ points }) => Math.abs(points)));
  return (
    <section className="card" aria-labelledby="drivers">
      <h2 id="drivers" className="m-0 mb-1.5 text-base font-semibold">
        Why: from the model’s starting point, <Percentage value={baseline} />, to <Percentage value={probability} />
      </h2>
      {isTable ? (
        <DriversTable explanation={explanation} />
      ) : (
        <ul className="m-0 list-none p-0">
          {lines.map((line) => (
            <DriverRow key={line.feature} line={line} largest={largest} evidence={evidence} />
          ))}
          {rest.length > 0 && (
            <li className="grid grid-cols-[minmax(0,1fr)_3rem] gap-x-3 py-1.5 md:grid-cols-[minmax(0,1fr)_3.5rem]">
              <span className="pl-[1.125rem] text-mut">
                {rest.length} smaller {rest.length === 1 ? "item" : "items"} together
              </span>
              <span className="text-right font-semibold">
                <SignedPoints points={restPoints} />
              </span>
            </li>
          )}
        </ul>
      )}
      <p className="m-0 mt-1.5 text-sm text-mut">
        Percentage points; they add up to the number exactly. They say what the model used, not what caused it.{" "}
        <button
          type="button"
          aria-pressed={isTable}
          onClick={() => setTable(!isTable)}
          className="quiet-link py-1 print:hidden"
        >
          {isTable ? "Show the strongest only" : "Show all as a table"}
        </button>
      </p>
    </section>
  );
}
