import { LevelBadge } from "@/components/ui/level-badge";
import { LocalTime } from "@/components/ui/local-time";
import { Percentage } from "@/components/ui/percentage";
import type { View } from "@/lib/core/features/feature-spec";
import { HISTORY_MAXIMUM, type PastPrediction } from "@/lib/core/worklist/prediction-history";

const VIEW_WORDS: Readonly<Record<View, string>> = {
  admission: "at admission",
  stay: "stay so far",
  discharge: "discharge plan known",
};

interface HistoryCardProps {
  readonly history: readonly PastPrediction[];
  readonly timeZone: string;
}

/** The stay's scores so far, newest first, each with what was different from the one before. */
export function HistoryCard({ history, timeZone }: HistoryCardProps) {
  const isCut = history.length === HISTORY_MAXIMUM;
  return (
    <section className="card" aria-labelledby="history">
      <h2 id="history" className="m-0 mb-1 text-base font-semibold">
        Scores of this stay, and what changed
      </h2>
      <ol className="m-0 list-none p-0">
        {history.map(({ id, at, probability, tier, view, modelVersion, changed }, position) => (
          <li
            key={id}
            className="grid grid-cols-[4.5rem_minmax(0,1fr)] gap-x-3 border-t border-line py-1.5 first:border-t-0"
          >
            <span className="text-lg leading-6 font-semibold">
              {probability === null ? "–" : <Percentage value={probability} />}
            </span>
            <div>
              <p className="m-0 flex flex-wrap items-center gap-x-2 gap-y-0.5">
                <LocalTime at={at} style="day-time" timeZone={timeZone} />
                {tier && <LevelBadge level={tier} />}
                <span className="text-sm text-mut">
                  {VIEW_WORDS[view]}, model {modelVersion}
                  {position === 0 && "; the one shown"}
                </span>
              </p>
              <p className="m-0">{changed}</p>
            </div>
          </li>
        ))}
      </ol>
      {isCut && <p className="m-0 mt-1 text-sm text-mut">Older ones are kept and not shown here.</p>}
    </section>
  );
}
