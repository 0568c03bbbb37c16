"use client";
import { type ReactNode, useState } from "react";
import { DriverRow } from "@/components/patient/driver-row";
import { DriversTable } from "@/components/patient/drivers-table";
import type { Explanation } from "@/components/patient/explanation";
import { SmallDrivers } from "@/components/patient/small-drivers";
import { Percentage } from "@/components/ui/percentage";
import type { EvidenceView } from "@/lib/core/worklist/stay-view";

interface DriversCardProps {
  readonly explanation: Explanation;
  readonly probability: number;
  readonly evidence: ReadonlyMap<string, EvidenceView>;
  /** What is missing or odd in what the number was made from. */
  readonly children?: ReactNode;
}

/** Why: from the model's starting point to this patient's number, in parts that add up exactly. */
export function DriversCard({ explanation, probability, evidence, children }: DriversCardProps) {
  const [isTable, setTable] = useState(false);
  const { lines, baseline } = explanation;
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
          <SmallDrivers explanation={explanation} largest={largest} evidence={evidence} />
        </ul>
      )}
      <p className="m-0 mt-1.5 text-sm text-mut">
        Percentage points; they add up to the number exactly. They say what the model used, not what caused it.{" "}
        <button
          type="button"
          aria-pressed={isTable}
          onClick={() => setTable(!isTable)}
          className="quiet-link py-1 touch:py-3.5 print:hidden"
        >
          {isTable ? "Show the strongest only" : "Show all as a table"}
        </button>
      </p>
      {children}
    </section>
  );
}
