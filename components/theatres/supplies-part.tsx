"use client";
import { useState } from "react";
import { StockDialog } from "@/components/theatres/stock-dialog";
import type { TheatresActions } from "@/components/theatres/theatres-actions";
import { Button } from "@/components/ui/button";
import { FigureTable } from "@/components/ui/figure-table";
import { Part } from "@/components/ui/part";
import { dayWords } from "@/lib/core/day-words";
import { coverWords, isShort, likelyWords, SHORT_DAYS } from "@/lib/core/theatres/theatre-words";
import type { StockView, SupplyView, TheatresView } from "@/lib/core/theatres/theatres-view";
import { count, fixed } from "@/lib/core/validation/figure-words";

const agoWords = (daysOld: number): string =>
  daysOld === 0 ? "today" : daysOld === 1 ? "yesterday" : `${daysOld} days ago`;

/** "50, 10 days ago; about 25 by now". */
function stockWords(stock: StockView, cover: SupplyView["cover"]): string {
  const counted = `${count(stock.count)}, ${agoWords(stock.daysOld)}`;
  return cover === null || stock.daysOld === 0 ? counted : `${counted}; about ${fixed(cover.leftNow, 0)} by now`;
}

/** What is still to come, from today on. */
const toCome = ({ deliveries }: StockView, today: string): string =>
  deliveries
    .filter(({ day }) => day >= today)
    .map((one) => `${count(one.count)} on ${dayWords(one.day)}`)
    .join(", ");

/** Surely enough for the fewest days first; what was never counted last. */
const bySure = (one: SupplyView, other: SupplyView): number => {
  const rank = ({ cover }: SupplyView) => (cover === null ? 1000 : (cover.coveredDays.sure ?? 999));
  return rank(one) - rank(other) || one.item.localeCompare(other.item, "en");
};

/** What operations use, and how long stock lasts; stock can be set. */
export function SuppliesPart({
  view,
  actions,
  saved,
}: {
  readonly view: TheatresView;
  readonly actions: TheatresActions;
  readonly saved: () => void;
}) {
  const [editing, setEditing] = useState<string | null>(null);
  const { supplies, days } = view;
  const today = days[0]?.day ?? "";
  const short = supplies.filter(({ cover }) => isShort(cover));
  const edited = supplies.find(({ item }) => item === editing);
  return (
    <Part title="Supplies">
      {supplies.length === 0 ? (
        <p className="m-0 text-mut">No kind of operation names what it uses yet.</p>
      ) : (
        <>
          <p className="m-0 text-sm">
            {short.length === 0
              ? `Everything that was counted within four weeks is enough for ${SHORT_DAYS} days with a probability of 95\u202f% or more.`
              : `Not surely enough for ${SHORT_DAYS} days: ${short.map(({ item }) => item).join(", ")}.`}
          </p>
          <p className="m-0 text-sm text-mut">
            Cover: whole days that stock and what is to come are enough for, with a probability of 95{"\u202f"}%. What
            was used since the count is estimated: as on the same weekdays of the week ahead. After four weeks nothing
            is told until it is counted anew.
          </p>
          <FigureTable
            label="Supplies and stock"
            hasActions
            header={["Item", "Used in a week", "In stock", "To come", "Cover", "Stock ÷ daily use", "Count anew"]}
            rows={[...supplies].sort(bySure).map((supply) => {
              const { item, weekUse, stock, cover, isUsed } = supply;
              return {
                key: item,
                cells: [
                  <span key="item" className={isShort(cover) ? "font-semibold" : undefined}>
                    {item}
                    {!isUsed && <span className="block text-sm text-mut">no kind of operation uses it</span>}
                  </span>,
                  likelyWords(weekUse),
                  stock === null ? "never counted" : stockWords(stock, cover),
                  stock === null ? "–" : toCome(stock, today) || "–",
                  cover === null ? (
                    stock === null ? (
                      "–"
                    ) : (
                      "count anew"
                    )
                  ) : (
                    <span key="cover" className={isShort(cover) ? "font-semibold" : undefined}>
                      {isShort(cover) && <span aria-hidden="true">▲ </span>}
                      {coverWords(cover, days.length)}
                    </span>
                  ),
                  cover?.plainDays == null ? "–" : `${fixed(cover.plainDays, 1)} days`,
                  <Button
                    key="set"
                    look="text"
                    className="print:hidden"
                    aria-label={`Set stock of ${item}`}
                    onPress={() => setEditing(item)}
                  >
                    Set stock
                  </Button>,
                ],
              };
            })}
          />
        </>
      )}
      {edited && (
        <StockDialog
          supply={edited}
          {...{ today, timeZone: view.timeZone, actions, refresh: saved }}
          close={() => setEditing(null)}
          saved={() => {
            setEditing(null);
            saved();
          }}
        />
      )}
    </Part>
  );
}
