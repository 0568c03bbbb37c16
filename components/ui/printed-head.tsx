"use client";
import { Button } from "@/components/ui/button";
import { LocalTime } from "@/components/ui/local-time";

/** Head of a page that is kept as a file or printed: its title, how old it is, and both ways. */
export function PrintedHead({
  title,
  asOf,
  timeZone,
  saveCsv,
}: {
  readonly title: string;
  readonly asOf: string;
  readonly timeZone: string;
  readonly saveCsv: () => void;
}) {
  return (
    <div className="mb-1 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <h1 className="m-0 text-2xl font-semibold">{title}</h1>
      <div className="flex flex-wrap items-center gap-2">
        <p className="m-0 mr-1 text-sm text-mut">
          As of <LocalTime at={asOf} style="day-time" timeZone={timeZone} />
        </p>
        <Button onPress={saveCsv} className="print:hidden">
          Save as CSV
        </Button>
        <Button onPress={() => window.print()} className="max-sm:hidden print:hidden">
          Print
        </Button>
      </div>
    </div>
  );
}
