"use client";
import { lazy } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import type { Interval } from "@/lib/core/evaluation/cluster-bootstrap";
import type { PerformanceChunk } from "@/lib/core/monitoring/monitoring-report";
import { count, fixed, intervalWords } from "@/lib/core/validation/figure-words";

const Points = lazy(() => import("@/components/charts/performance-points"));

const HEADINGS = [
  "Left from",
  "to",
  "Stays",
  "Scored after they left",
  "AUROC, estimated",
  "AUROC, realised",
  "Average precision, estimated",
  "realised",
  "Brier, estimated",
  "realised",
  "Readmitted",
  "Observed / expected",
  "Slope",
];

/** A figure with its 95 % interval; a report of before 0.4 has none of some. */
const withInterval = (figure: number | null, interval: Interval | null | undefined, digits: number): string =>
  figure === null || !interval
    ? fixed(figure, digits)
    : `${fixed(figure, digits)} (${intervalWords(interval, digits)})`;

const aurocWords = ({ auroc, aurocCi95 }: PerformanceChunk["estimated"]): string =>
  auroc === null ? "too few to say" : withInterval(auroc, aurocCi95, 3);

function cellsOf({ from, to, stays, hindsight, estimated, realised }: PerformanceChunk): string[] {
  return [
    from,
    to,
    count(stays),
    hindsight === undefined ? "not counted" : count(hindsight),
    aurocWords(estimated),
    realised === null ? "not known yet" : aurocWords(realised),
    withInterval(estimated.auprc, estimated.auprcCi95, 3),
    withInterval(realised?.auprc ?? null, realised?.auprcCi95, 3),
    withInterval(estimated.brier, estimated.brierCi95, 4),
    withInterval(realised?.brier ?? null, realised?.brierCi95, 4),
    realised === null ? "–" : count(realised.events),
    withInterval(realised?.observedExpected ?? null, realised?.observedExpectedCi95, 2),
    withInterval(realised?.slope ?? null, realised?.slopeCi95, 2),
  ];
}

/** What the model should be able to tell, and what it turned out to, four weeks of discharges at a time. */
export function PerformanceChart({ chunks }: { readonly chunks: readonly PerformanceChunk[] }) {
  const stays = chunks.reduce((sum, chunk) => sum + chunk.stays, 0);
  const hindsight = chunks.reduce((sum, chunk) => sum + (chunk.hindsight ?? 0), 0);
  return (
    <ChartFrame
      caption={
        <>
          <strong className="text-base font-semibold text-ink">Telling patients apart (AUROC).</strong> Dashed, hollow:
          estimated from the model’s own answers, before anybody knows. Dots: what came of it, with 95{"\u202f"}%
          interval, once the 30 days of nine in ten are over. The estimate sees a change in who comes; it cannot see a
          change in what becomes of the same patients.{" "}
          {hindsight > 0 &&
            `${count(hindsight)} of ${count(stays)} stays were scored from their record more than a day after they had left, because nobody had before: what the model would have said, not what it said.`}
        </>
      }
      picture={<Points chunks={chunks} />}
      height="h-56"
      noun="the performance"
      tableLabel="Performance, as a table"
      table={
        <>
          <thead className="bg-sunken text-right text-mut">
            <tr>
              {HEADINGS.map((heading, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns share a word
                <th key={column} className="px-3 py-1.5 font-semibold first:text-left">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {chunks.map((chunk) => (
              <tr key={chunk.from} className="border-t border-line text-right whitespace-nowrap">
                {cellsOf(chunk).map((cell, column) =>
                  column === 0 ? (
                    <th key={HEADINGS[0]} scope="row" className="px-3 py-1 text-left font-normal">
                      {cell}
                    </th>
                  ) : (
                    // biome-ignore lint/suspicious/noArrayIndexKey: two columns share a word
                    <td key={column} className="px-3 py-1">
                      {cell}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </>
      }
    />
  );
}
