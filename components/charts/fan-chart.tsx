"use client";
import { lazy } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { TableHead } from "@/components/charts/table-head";
import type { CountSpread } from "@/lib/core/capacity/counts";
import { count, fixed } from "@/lib/core/validation/figure-words";

const Plane = lazy(() => import("@/components/charts/fan-plane"));

/** What a fan is of, in words. */
export interface FanWords {
  /** "Patients at midnight" */
  readonly what: string;
  /** Head of the first column. */
  readonly day: string;
  /** "midnights", as "8 … in 10". */
  readonly times: string;
  /** "step" where each day stands for itself and nothing lies between two. */
  readonly line: "linear" | "step";
}

const MIDNIGHTS: FanWords = { what: "Patients at midnight", day: "Midnight of", times: "midnights", line: "linear" };

/** One midnight, or day: counted, or told ahead. */
export interface FanDay {
  /** YYYY-MM-DD */
  readonly day: string;
  readonly label: string;
  /** Counted; null ahead. */
  readonly counted: number | null;
  /** null in the past. */
  readonly told: CountSpread | null;
  /** The median without the scenario; null where there is none. */
  readonly asItIs: number | null;
  /** What there is on this day, where that differs from day to day. */
  readonly there?: number | null;
}

export interface Fan {
  readonly title: string;
  readonly days: readonly FanDay[];
  /** null: nobody has said. */
  readonly staffedBeds: number | null;
  readonly physicalBeds: number | null;
  /** Left out: patients at midnight. */
  readonly words?: FanWords;
  /** What `there` is, e.g. "Rooms staffed". */
  readonly thereName?: string;
}

const TOLD_HEADINGS = ["Expected", "Median", "80 % interval", "95 % interval"];

const range = (low: number, high: number): string => (low === high ? String(low) : `${low} to ${high}`);

/** Patients at midnight: what was counted, and what lies ahead as a fan. */
export function FanChart({ fan }: { readonly fan: Fan }) {
  const hasScenario = fan.days.some(({ asItIs }) => asItIs !== null);
  const hasHistory = fan.days.some(({ counted }) => counted !== null);
  const { words = MIDNIGHTS, thereName } = fan;
  const what = words.what.charAt(0).toLowerCase() + words.what.slice(1);
  const headings = [
    words.day,
    ...(hasHistory ? ["Counted"] : []),
    ...TOLD_HEADINGS,
    ...(hasScenario ? ["Median as it is"] : []),
    ...(thereName ? [thereName] : []),
  ];
  return (
    <ChartFrame
      caption={
        <>
          <strong className="text-base font-semibold text-ink">{fan.title}.</strong> {words.what}.{" "}
          {hasHistory ? "The line to the left was counted; ahead it is the median" : "The line is the median"}, within
          the darker band 8 {words.times} in 10, within the lighter one 19 in 20.
        </>
      }
      picture={<Plane fan={fan} />}
      height="h-72"
      legend={<Legend fan={fan} hasScenario={hasScenario} />}
      noun={`the ${what}`}
      tableLabel={`${fan.title}, ${what}, as a table`}
      tableHeight="max-h-96"
      table={
        <>
          <TableHead headings={headings} />
          <tbody>
            {fan.days.map(({ day, label, counted, told, asItIs, there }) => (
              <tr key={day} className="border-t border-line text-right whitespace-nowrap">
                <th scope="row" className="px-3 py-1 text-left font-normal">
                  {label}
                </th>
                {hasHistory && <td className="px-3 py-1">{counted === null ? "" : count(counted)}</td>}
                <td className="px-3 py-1">{told && fixed(told.expected, 1)}</td>
                <td className="px-3 py-1">{told && count(told.median)}</td>
                <td className="px-3 py-1">{told && range(told.low80, told.high80)}</td>
                <td className="px-3 py-1">{told && range(told.low95, told.high95)}</td>
                {hasScenario && <td className="px-3 py-1">{asItIs}</td>}
                {thereName && <td className="px-3 py-1">{there}</td>}
              </tr>
            ))}
          </tbody>
        </>
      }
    />
  );
}

/** How the lines of the picture look; the picture uses the same. */
export const FAN_LINES = {
  staffed: { stroke: "var(--ink)", dashes: "8 4" },
  physical: { stroke: "var(--ink)", dashes: "2 3" },
  asItIs: { stroke: "var(--mut)", dashes: "5 4" },
  there: { stroke: "var(--ink)", dashes: "8 4" },
} as const;

function Legend({ fan, hasScenario }: { readonly fan: Fan; readonly hasScenario: boolean }) {
  const lines = [
    ...(fan.staffedBeds === null ? [] : [{ ...FAN_LINES.staffed, name: `Staffed beds, ${fan.staffedBeds}` }]),
    ...(fan.physicalBeds === null ? [] : [{ ...FAN_LINES.physical, name: `Physical beds, ${fan.physicalBeds}` }]),
    ...(hasScenario ? [{ ...FAN_LINES.asItIs, name: "Median as it is, without the scenario" }] : []),
    ...(fan.thereName ? [{ ...FAN_LINES.there, name: fan.thereName }] : []),
  ];
  return (
    <ul className="m-0 flex list-none flex-wrap gap-x-4 gap-y-1 p-0 text-sm">
      {lines.map(({ name, stroke, dashes }) => (
        <li key={name} className="flex items-center gap-1.5">
          <svg viewBox="0 0 36 8" aria-hidden="true" className="w-9">
            <line x1="0" x2="36" y1="4" y2="4" stroke={stroke} strokeWidth="1.5" strokeDasharray={dashes} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
