"use client";
import { type ComponentProps, lazy, Suspense } from "react";
import { expectedText, NO_ESTIMATE, type PairedDays, rangeText } from "@/components/charts/paired-days";
import { ScrollBox } from "@/components/ui/scroll-box";

const DayBars = lazy(() => import("@/components/charts/day-bars"));

/** Two counts a day, each with a scale of its own: pictures, and beside them the same as a table. */
export function PairedDaysChart({ paired }: { readonly paired: PairedDays }) {
  const { firstName, secondName, intervalName, days } = paired;
  return (
    <div className="grid items-start gap-x-6 gap-y-3 xl:grid-cols-[minmax(0,1fr)_minmax(0,27rem)]">
      <div className="grid min-w-0 gap-3">
        <Picture name={firstName} look="hollow" days={days.map(({ label, first }) => ({ label, count: first }))} />
        {secondName !== null && (
          <Picture
            name={`${secondName}, with the ${intervalName}`}
            look="filled"
            days={days.map(({ label, second }) => ({
              label,
              count: 0,
              ...second,
              ...(second && { count: second.expected }),
            }))}
          />
        )}
      </div>
      <PairedTable paired={paired} />
    </div>
  );
}

function Picture({ name, ...bars }: { readonly name: string } & ComponentProps<typeof DayBars>) {
  return (
    <figure className="m-0 min-w-0 break-inside-avoid">
      <figcaption className="text-sm text-mut">{name}</figcaption>
      <div aria-hidden="true">
        <Suspense fallback={<div className="skeleton h-40 w-full" />}>
          <DayBars {...bars} />
        </Suspense>
      </div>
    </figure>
  );
}

function PairedTable({ paired }: { readonly paired: PairedDays }) {
  return (
    <ScrollBox label={`${paired.title}, day by day`} className="overflow-x-auto rounded-lg border border-line">
      <table aria-label={paired.title} className="w-full border-collapse text-sm">
        <thead className="bg-sunken text-left text-mut">
          <tr>
            <th scope="col" className="px-2.5 py-1.5 font-semibold">
              Day
            </th>
            <th scope="col" className="px-2.5 py-1.5 text-right font-semibold">
              {paired.firstName}
            </th>
            {paired.secondName !== null && (
              <>
                <th scope="col" className="px-2.5 py-1.5 text-right font-semibold">
                  {paired.secondName}
                </th>
                <th scope="col" className="px-2.5 py-1.5 text-right font-semibold first-letter:uppercase">
                  {paired.intervalName}
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {paired.days.map(({ day, label, first, second }) => (
            <tr key={day} className="border-t border-line">
              <th scope="row" className="px-2.5 py-1 text-left font-normal whitespace-nowrap">
                {label}
              </th>
              <td className="px-2.5 py-1 text-right">{first}</td>
              {paired.secondName !== null && (
                <>
                  <td className="px-2.5 py-1 text-right whitespace-nowrap">
                    {second ? expectedText(second.expected) : NO_ESTIMATE}
                  </td>
                  <td className="px-2.5 py-1 text-right whitespace-nowrap">
                    {second ? rangeText(second) : NO_ESTIMATE}
                  </td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
