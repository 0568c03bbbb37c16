"use client";
import { lazy, Suspense } from "react";
import { expectedText, type PairedDays, rangeText } from "@/components/charts/paired-days";
import { ScrollBox } from "@/components/ui/scroll-box";

const PairedDayBars = lazy(() => import("@/components/charts/paired-day-bars"));

/** Two counts a day: a picture, and under it the same as a table. */
export function PairedDaysChart({ paired }: { readonly paired: PairedDays }) {
  return (
    <figure className="m-0">
      <figcaption className="flex flex-wrap gap-x-5 gap-y-1 text-sm text-mut">
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden="true" className="inline-block size-3 border-[1.5px] border-mut bg-soft" />
          {paired.firstName}
        </span>
        {paired.secondName !== null && (
          <span className="inline-flex items-center gap-1.5">
            <span
              aria-hidden="true"
              className="inline-block size-3 bg-accent [forced-color-adjust:none] [print-color-adjust:exact]"
            />
            {paired.secondName}; the line is the {paired.intervalName}
          </span>
        )}
      </figcaption>
      <div aria-hidden="true" className="mt-2 break-inside-avoid">
        <Suspense fallback={<div className="skeleton h-60 w-full" />}>
          <PairedDayBars paired={paired} />
        </Suspense>
      </div>
      <PairedTable paired={paired} />
    </figure>
  );
}

function PairedTable({ paired }: { readonly paired: PairedDays }) {
  return (
    <ScrollBox label={`${paired.title}, day by day`} className="mt-2 overflow-x-auto rounded-lg border border-line">
      <table aria-label={paired.title} className="w-full border-collapse text-sm">
        <thead className="bg-sunken text-left text-mut">
          <tr>
            <th scope="col" className="px-3 py-1.5 font-semibold">
              Day
            </th>
            <th scope="col" className="px-3 py-1.5 text-right font-semibold">
              {paired.firstName}
            </th>
            {paired.secondName !== null && (
              <>
                <th scope="col" className="px-3 py-1.5 text-right font-semibold">
                  {paired.secondName}
                </th>
                <th scope="col" className="px-3 py-1.5 text-right font-semibold first-letter:uppercase">
                  {paired.intervalName}
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {paired.days.map(({ day, label, first, second }) => (
            <tr key={day} className="border-t border-line">
              <th scope="row" className="px-3 py-1 text-left font-normal whitespace-nowrap">
                {label}
              </th>
              <td className="px-3 py-1 text-right">{first}</td>
              {paired.secondName !== null && (
                <>
                  <td className="px-3 py-1 text-right whitespace-nowrap">{second && expectedText(second.expected)}</td>
                  <td className="px-3 py-1 text-right whitespace-nowrap">{second && rangeText(second)}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
