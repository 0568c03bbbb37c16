"use client";
import { Button } from "@/components/ui/button";
import { LocalTime } from "@/components/ui/local-time";
import { saveText } from "@/components/ui/save-text";

interface PrintedHeadProps {
  readonly title: string;
  /** null: there is no time to say. */
  readonly asOf: string | null;
  /** What that time is of. */
  readonly asOfWords?: string;
  readonly timeZone: string;
  /** Without its ending. */
  readonly fileName: string;
  readonly csv: () => string;
}

/** Head of a page that is kept as a file or printed: its title, how old it is, and both ways. */
export function PrintedHead({ title, asOf, asOfWords = "As of", timeZone, fileName, csv }: PrintedHeadProps) {
  return (
    <div className="mb-1 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <h1 className="m-0 text-2xl font-semibold">{title}</h1>
      <div className="flex flex-wrap items-center gap-2">
        {asOf !== null && (
          <p className="m-0 mr-1 text-sm text-mut">
            {asOfWords} <LocalTime at={asOf} style="day-time" timeZone={timeZone} />
          </p>
        )}
        <Button onPress={() => saveText(`${fileName}.csv`, "text/csv;charset=utf-8", csv())} className="print:hidden">
          Save as CSV
        </Button>
        <Button onPress={() => window.print()} className="max-sm:hidden print:hidden">
          Print
        </Button>
      </div>
    </div>
  );
}
