import type { RefObject } from "react";
import { Button } from "@/components/ui/button";
import { LocalTime } from "@/components/ui/local-time";
import { Freshness } from "@/components/worklist/freshness";
import { choiceWords } from "@/components/worklist/list-controls";
import { SORT_WORDS } from "@/components/worklist/list-sections";
import type { ListChoice } from "@/lib/core/worklist/list-choice";
import type { Worklist } from "@/lib/core/worklist/worklist";

interface ListHeaderProps {
  readonly list: Worklist;
  readonly choice: ListChoice;
  readonly isRefreshing: boolean;
  readonly refresh: () => void;
  readonly search: {
    readonly ref: RefObject<HTMLInputElement | null>;
    readonly text: string;
    readonly setText: (text: string) => void;
  };
  readonly filters: { readonly isOpen: boolean; readonly toggle: () => void; readonly count: number };
}

/** Which list, how fresh, and what can be done with all of it. */
export function ListHeader({ list, choice, isRefreshing, refresh, search, filters }: ListHeaderProps) {
  const ward = list.wards.length === 1 ? list.wards[0] : list.wards.find(({ id }) => id === list.wardId);
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-3.5 gap-y-2">
      <h1 className="m-0 text-2xl font-bold">Discharge list{ward && `, ${ward.name}`}</h1>
      <Freshness dataAsOf={list.dataAsOf} timeZone={list.timeZone} isRefreshing={isRefreshing} />
      {list.unreadPatients > 0 && (
        <p className="m-0 text-sm font-semibold text-warn">
          {list.unreadPatients === 1
            ? "1 patient in hospital could not be read and is on no list."
            : `${list.unreadPatients} patients in hospital could not be read and are on no list.`}
        </p>
      )}
      <PrintedView list={list} choice={choice} />
      <div className="ml-auto flex w-full flex-wrap items-center gap-2 sm:w-auto print:hidden">
        <input
          ref={search.ref}
          type="search"
          autoComplete="off"
          spellCheck={false}
          value={search.text}
          onChange={(event) => search.setText(event.target.value)}
          aria-label="Search name or MRN"
          placeholder="Search name or MRN"
          className="min-h-8 w-full min-w-0 rounded-full border border-edge bg-panel px-3.5 py-1 sm:w-52 touch:min-h-11 touch:text-lg"
        />
        <Button aria-expanded={filters.isOpen} onPress={filters.toggle} className="max-sm:flex-1">
          Sort and filter{filters.count > 0 && ` (${filters.count})`}
        </Button>
        <Button onPress={refresh} className="max-sm:flex-1">
          Refresh
        </Button>
        <Button onPress={() => window.print()} className="max-sm:hidden">
          Print for huddle
        </Button>
      </div>
    </div>
  );
}

/** Paper must say what it leaves out. */
function PrintedView({ list, choice }: Pick<ListHeaderProps, "list" | "choice">) {
  const words = choiceWords(choice);
  return (
    <p className="m-0 hidden text-sm print:block">
      {SORT_WORDS[choice.sort]}
      {words && `. Only: ${words}`}. List as of <LocalTime at={list.asOf} style="day-time" timeZone={list.timeZone} />.
    </p>
  );
}
