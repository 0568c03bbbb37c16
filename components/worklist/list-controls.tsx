"use client";
import { type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { CopyAddress } from "@/components/worklist/copy-address";
import { SORT_WORDS } from "@/components/worklist/list-sections";
import { TIERS, type Tier } from "@/lib/core/model/scored-stay";
import { LEAVING_GROUPS, type LeavingGroup } from "@/lib/core/worklist/leaving-group";
import {
  bearsMark,
  countFilters,
  LIST_MARKS,
  LIST_SORTS,
  type ListChoice,
  type ListMark,
  listAddress,
  WHOLE_LIST,
} from "@/lib/core/worklist/list-choice";
import type { Worklist } from "@/lib/core/worklist/worklist";

const TIER_WORDS: Readonly<Record<Tier, string>> = {
  "very-high": "Very high",
  high: "High",
  moderate: "Moderate",
  low: "Low",
};

const LEAVING_WORDS: Readonly<Record<LeavingGroup, string>> = {
  today: "Today",
  tomorrow: "Tomorrow",
  later: "Later",
  unknown: "No date",
};

const MARK_WORDS: Readonly<Record<ListMark, string>> = {
  "not-acted": "Not yet acted on",
  changed: "Rise or fall",
  flagged: "Flagged",
  "no-score": "Without a score",
  data: "Remarks on the data",
};

interface ListControlsProps {
  readonly list: Worklist;
  readonly choice: ListChoice;
  readonly setChoice: (choice: ListChoice) => void;
}

/** A choice in words, for paper and for whoever opens somebody else's link; null where nothing is left out. */
export function choiceWords({ tiers, leaving, marks }: ListChoice): string | null {
  const parts = [
    ...(leaving.length > 0 ? [`leaving ${leaving.map((one) => LEAVING_WORDS[one].toLowerCase()).join(" or ")}`] : []),
    ...(tiers.length > 0 ? [tiers.map((tier) => TIER_WORDS[tier].toLowerCase()).join(" or ")] : []),
    ...marks.map((mark) => MARK_WORDS[mark].toLowerCase()),
  ];
  return parts.length === 0 ? null : parts.join(", ");
}

function toggled<T>(values: readonly T[], value: T): readonly T[] {
  return values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
}

/** How the list stands and what of it is shown. All of it is in the address; who is searched for is not. */
export function ListControls({ list, choice, setChoice }: ListControlsProps) {
  const id = useId();
  const count = (test: (row: Worklist["rows"][number]) => boolean): number => list.rows.filter(test).length;
  const hasScores = list.rows.some(({ probability }) => probability !== null);
  return (
    <section
      aria-label="Sort and filter"
      className="mb-3 flex flex-wrap items-start gap-x-6 gap-y-3 rounded-xl border border-line bg-panel px-3.5 py-3 print:hidden"
    >
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="text-sm font-semibold text-mut">
          Order
        </label>
        <select
          id={id}
          value={choice.sort}
          onChange={(event) =>
            setChoice({ ...choice, sort: LIST_SORTS.find((sort) => sort === event.target.value) ?? "work" })
          }
          className="min-h-8 rounded-lg border border-edge bg-panel px-2 py-1 text-ink touch:min-h-11 touch:text-lg"
        >
          {LIST_SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {SORT_WORDS[sort]}
            </option>
          ))}
        </select>
      </div>
      <Toggles title="Leaving">
        {LEAVING_GROUPS.map((leaving) => (
          <Toggle
            key={leaving}
            isOn={choice.leaving.includes(leaving)}
            onPress={() => setChoice({ ...choice, leaving: toggled(choice.leaving, leaving) })}
            count={count((row) => row.leaving === leaving)}
          >
            {LEAVING_WORDS[leaving]}
          </Toggle>
        ))}
      </Toggles>
      {hasScores && (
        <Toggles title="Level">
          {TIERS.map((tier) => (
            <Toggle
              key={tier}
              isOn={choice.tiers.includes(tier)}
              onPress={() => setChoice({ ...choice, tiers: toggled(choice.tiers, tier) })}
              count={count((row) => row.tier === tier)}
            >
              {TIER_WORDS[tier]}
            </Toggle>
          ))}
        </Toggles>
      )}
      <Toggles title="Only">
        {LIST_MARKS.map((mark) => (
          <Toggle
            key={mark}
            isOn={choice.marks.includes(mark)}
            onPress={() => setChoice({ ...choice, marks: toggled(choice.marks, mark) })}
            count={count((row) => bearsMark(row, mark))}
          >
            {MARK_WORDS[mark]}
          </Toggle>
        ))}
      </Toggles>
      <div className="flex flex-wrap items-center gap-3 self-end">
        <CopyAddress address={listAddress(list.wardId, choice)} />
        {countFilters(choice) > 0 && (
          <Button look="text" onPress={() => setChoice({ ...WHOLE_LIST, sort: choice.sort })}>
            Clear filters
          </Button>
        )}
      </div>
    </section>
  );
}

function Toggles({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <fieldset className="m-0 min-w-0 border-0 p-0">
      <legend className="mb-1 p-0 text-sm font-semibold text-mut">{title}</legend>
      <div className="flex flex-wrap gap-1.5">{children}</div>
    </fieldset>
  );
}

interface ToggleProps {
  readonly isOn: boolean;
  readonly onPress: () => void;
  readonly count: number;
  readonly children: string;
}

function Toggle({ isOn, onPress, count, children }: ToggleProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onPress}
      className={classNames(
        "inline-flex min-h-8 items-center gap-1.5 rounded-lg border px-2.5 touch:min-h-11",
        isOn ? "border-accent bg-soft font-semibold text-ink" : "border-line bg-panel text-mut hover:text-ink",
      )}
    >
      {isOn && (
        <span aria-hidden="true" className="text-accent">
          ✓
        </span>
      )}
      {children} <span className="text-sm font-normal text-mut">{count}</span>
    </button>
  );
}
