"use client";
import { lazy } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { TableHead } from "@/components/charts/table-head";
import { dayWords } from "@/lib/core/day-words";
import type { ToldDay } from "@/lib/core/demand/forecast-accuracy";
import { fixed } from "@/lib/core/validation/figure-words";

const Points = lazy(() => import("@/components/charts/told-days-points"));

const HEADINGS = ["Day", "Counted", "Foretold", "80\u202f% interval", "95\u202f% interval"];

const range = ([low, high]: readonly [number, number]): string => `${low} to ${high}`;

/** Where a day lay, in words: the picture says it by shape. */
export function heldWords({ came, interval80, interval95 }: ToldDay): string {
  const within = ([low, high]: readonly [number, number]) => came !== null && low <= came && came <= high;
  if (came === null) return "not known";
  if (within(interval80)) return "within 80\u202f%";
  return within(interval95) ? "within 95\u202f%" : "outside";
}

const Swatch = ({ children }: { readonly children: React.ReactNode }) => (
  <svg viewBox="0 0 28 14" aria-hidden="true" className="h-3.5 w-7">
    {children}
  </svg>
);

function Legend({ rival }: { readonly rival: string }) {
  return (
    <ul aria-hidden="true" className="m-0 flex list-none flex-wrap gap-x-4 gap-y-1 p-0 text-sm">
      <li className="flex items-center gap-1.5">
        <Swatch>
          <circle cx="14" cy="7" r="3.5" fill="var(--ink)" />
        </Swatch>
        Counted
      </li>
      <li className="flex items-center gap-1.5">
        <Swatch>
          <path d="M14 1l6 6l-6 6l-6 -6z" fill="var(--bg)" stroke="var(--ink)" strokeWidth="2" />
        </Swatch>
        Counted, outside 95{"\u202f"}%
      </li>
      <li className="flex items-center gap-1.5">
        <Swatch>
          <rect width="28" height="14" fill="var(--accent)" fillOpacity="0.12" />
          <line x1="0" x2="28" y1="7" y2="7" stroke="var(--accent)" strokeWidth="2" />
        </Swatch>
        Foretold, with 80{"\u202f"}% interval
      </li>
      <li className="flex items-center gap-1.5">
        <Swatch>
          <line x1="0" x2="28" y1="7" y2="7" stroke="var(--mut)" strokeWidth="1.5" strokeDasharray="4 4" />
        </Swatch>
        {rival}
      </li>
    </ul>
  );
}

interface ToldDaysChartProps {
  readonly days: readonly ToldDay[];
  readonly counted: string;
  /** When they were foretold: "the day before". */
  readonly before: string;
  /** What the forecast is held against, as a heading. */
  readonly rival: string;
}

/** Days as they were foretold, and what came. */
export function ToldDaysChart({ days, counted, before, rival }: ToldDaysChartProps) {
  return (
    <ChartFrame
      caption={`Each day’s ${counted} as foretold ${before}, and as counted.`}
      picture={<Points days={days} />}
      height="h-72"
      legend={<Legend rival={rival} />}
      noun="the days"
      tableLabel="Days as they were foretold, as a table"
      tableHeight="max-h-80"
      table={
        <>
          <TableHead headings={[...HEADINGS, rival, "Held"]} />
          <tbody>
            {days.map((one) => (
              <tr key={one.day} className="border-t border-line text-right whitespace-nowrap">
                <th scope="row" className="px-3 py-1 text-left font-normal">
                  {dayWords(one.day)}
                </th>
                <td className="px-3 py-1">{one.came ?? "not known"}</td>
                <td className="px-3 py-1">{fixed(one.point, 1)}</td>
                <td className="px-3 py-1">{range(one.interval80)}</td>
                <td className="px-3 py-1">{range(one.interval95)}</td>
                <td className="px-3 py-1">{fixed(one.naive, 1)}</td>
                <td className="px-3 py-1">{heldWords(one)}</td>
              </tr>
            ))}
          </tbody>
        </>
      }
    />
  );
}
