import { FigureTable } from "@/components/ui/figure-table";
import { horizonWords, ratioWords, tooFewWords } from "@/lib/core/demand/accuracy-words";
import type { HorizonAccuracy } from "@/lib/core/demand/forecast-accuracy";
import type { SeriesAccuracy } from "@/lib/core/demand/forecast-views";
import { count, fixed, percent } from "@/lib/core/validation/figure-words";

const headerOf = (rival: string) => [
  "Unit",
  "Days ahead",
  "Days scored",
  "Error",
  `Error, ${rival}`,
  `Beside ${rival}`,
  "Leaning",
  "80\u202f% held",
  "95\u202f% held",
];

const signed = (share: number | null): string => (share !== null && share > 0 ? `+${percent(share)}` : percent(share));

function cellsOf({ n, isTooFew, ensemble, naive, ratio, ...horizon }: HorizonAccuracy): string[] {
  if (isTooFew) return [count(n), tooFewWords(horizon), "–", "–", "–", "–", "–"];
  return [
    count(n),
    `${percent(ensemble.wmape)} (${fixed(ensemble.mae, 1)} a day)`,
    percent(naive.wmape),
    ratioWords(ratio),
    signed(ensemble.bias),
    percent(ensemble.coverage80, 0),
    percent(ensemble.coverage95, 0),
  ];
}

interface AccuracyTableProps {
  readonly series: readonly SeriesAccuracy[];
  /** What they are held against, in a word or two. */
  readonly rival: string;
}

/** Every unit's forecasts by how far ahead they were, beside the plainest rule there is. */
export function AccuracyTable({ series, rival }: AccuracyTableProps) {
  const rows = series.flatMap(({ unit, horizons }) =>
    horizons.map((horizon) => ({
      key: `${unit?.id ?? ""} ${horizon.from}`,
      cells: [unit?.name ?? "Whole hospital", horizonWords(horizon), ...cellsOf(horizon)],
    })),
  );
  return <FigureTable label="Forecasts by unit, as a table" header={headerOf(rival)} rows={rows} />;
}
