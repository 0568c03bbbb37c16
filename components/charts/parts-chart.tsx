"use client";
import { lazy } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { TableHead } from "@/components/charts/table-head";
import type { CensusParts } from "@/lib/core/capacity/census";
import { fixed } from "@/lib/core/validation/figure-words";

const Plane = lazy(() => import("@/components/charts/parts-plane"));

/** Where patients come from, from the bottom of a bar up. */
export const PARTS: readonly { readonly key: keyof CensusParts; readonly name: string; readonly look: string }[] = [
  { key: "here", name: "Here now and still here", look: "solid" },
  { key: "emergency", name: "From the emergency department now", look: "rising" },
  { key: "booked", name: "Planned", look: "dots" },
  { key: "returning", name: "Readmissions", look: "falling" },
  { key: "arrivals", name: "Unscheduled, not here yet", look: "hollow" },
];

export interface PartsDay {
  readonly day: string;
  readonly label: string;
  readonly parts: CensusParts;
}

/** What drives the census of each midnight: the expected patients by where they come from. */
export function PartsChart({ title, days }: { readonly title: string; readonly days: readonly PartsDay[] }) {
  return (
    <ChartFrame
      caption={
        <>
          <strong className="text-base font-semibold text-ink">{title}.</strong> Expected patients at midnight by where
          they come from; together they are the expected number.
        </>
      }
      picture={<Plane days={days} />}
      height="h-56"
      legend={
        <ul className="m-0 flex list-none flex-wrap gap-x-4 gap-y-1 p-0 text-sm">
          {PARTS.map(({ key, name, look }) => (
            <li key={key} className="flex items-center gap-1.5">
              <svg viewBox="0 0 14 14" aria-hidden="true" className="size-3.5">
                <PartPatterns id={`legend-${key}`} />
                <rect x="0.75" y="0.75" width="12.5" height="12.5" {...partLook(look, `legend-${key}`)} />
              </svg>
              {name}
            </li>
          ))}
        </ul>
      }
      noun="where patients come from"
      tableLabel={`${title}, as a table`}
      tableHeight="max-h-96"
      table={
        <>
          <TableHead headings={["Midnight of", ...PARTS.map(({ name }) => name)]} />
          <tbody>
            {days.map(({ day, label, parts }) => (
              <tr key={day} className="border-t border-line text-right whitespace-nowrap">
                <th scope="row" className="px-3 py-1 text-left font-normal">
                  {label}
                </th>
                {PARTS.map(({ key }) => (
                  <td key={key} className="px-3 py-1">
                    {fixed(parts[key], 1)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </>
      }
    />
  );
}

/** Patterns of the parts under an id of their own: told apart without colour. */
export function PartPatterns({ id }: { readonly id: string }) {
  const tile = { width: 6, height: 6, patternUnits: "userSpaceOnUse" } as const;
  return (
    <defs>
      <pattern id={`${id}-rising`} {...tile} patternTransform="rotate(45)">
        <rect width="6" height="6" fill="var(--panel)" />
        <rect width="3" height="6" fill="var(--accent)" />
      </pattern>
      <pattern id={`${id}-falling`} {...tile} patternTransform="rotate(-45)">
        <rect width="6" height="6" fill="var(--panel)" />
        <rect width="2" height="6" fill="var(--mut)" />
      </pattern>
      <pattern id={`${id}-dots`} {...tile}>
        <rect width="6" height="6" fill="var(--panel)" />
        <circle cx="3" cy="3" r="1.7" fill="var(--accent)" />
      </pattern>
    </defs>
  );
}

/** Fill and rim of a part. */
export function partLook(look: string, id: string) {
  const fill = look === "solid" ? "var(--accent)" : look === "hollow" ? "var(--soft)" : `url(#${id}-${look})`;
  return { fill, stroke: look === "hollow" ? "var(--mut)" : "var(--accent)", strokeWidth: 1 };
}
