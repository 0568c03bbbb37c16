"use client";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { keepAddress } from "@/components/ui/kept-address";
import { Notice } from "@/components/ui/notice";
import { CutoffBar } from "@/components/worklist/cutoff-bar";
import { lineAmong } from "@/components/worklist/line-among";
import { ListControls } from "@/components/worklist/list-controls";
import { ListHeader } from "@/components/worklist/list-header";
import { toSections } from "@/components/worklist/list-sections";
import { ListSummary } from "@/components/worklist/list-summary";
import { ListTable } from "@/components/worklist/list-table";
import { matchPatients } from "@/components/worklist/match-patient";
import { NothingHere } from "@/components/worklist/nothing-here";
import { type RenderBatchAction, SelectionBar } from "@/components/worklist/selection-bar";
import { useKeepPlace } from "@/components/worklist/use-keep-place";
import { useListKeys } from "@/components/worklist/use-list-keys";
import { returnedSearch, useReturnFocus } from "@/components/worklist/use-return-focus";
import { useSelection } from "@/components/worklist/use-selection";
import { WardSwitch } from "@/components/worklist/ward-switch";
import { placeCutoff } from "@/lib/core/worklist/cutoff";
import { chooseRows, countFilters, type ListChoice, listAddress, WHOLE_LIST } from "@/lib/core/worklist/list-choice";
import { rankedApart, type Worklist } from "@/lib/core/worklist/worklist";

interface LoadedListProps {
  readonly list: Worklist;
  readonly choice: ListChoice;
  readonly setChoice: (choice: ListChoice) => void;
  readonly mayOpen: boolean;
  readonly isRefreshing: boolean;
  readonly hasFailed: boolean;
  readonly refresh: () => void;
  readonly setCutoff: ((capacity: number) => Promise<void>) | null;
  readonly renderBatchAction: RenderBatchAction | null;
}

/** A list that has arrived. What is typed, chosen and focused stays as it is when the next one comes. */
export function LoadedList(props: LoadedListProps) {
  const { list, choice, setChoice, renderBatchAction } = props;
  const [text, setText] = useState(returnedSearch);
  const sought = useDeferredValue(text);
  const [isOpen, setOpen] = useState(() => countFilters(choice) > 0 || choice.sort !== WHOLE_LIST.sort);
  const table = useRef<HTMLTableElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const chosen = useMemo(() => chooseRows(list.rows, choice), [list.rows, choice]);
  const rows = useMemo(() => matchPatients(chosen, sought), [chosen, sought]);
  const sections = useMemo(() => toSections(rows, choice.sort), [rows, choice.sort]);
  const apart = useMemo(() => rankedApart(list.rows), [list.rows]);
  const selection = useSelection(list.rows);
  const [said, setSaid] = useState<string | null>(null);
  useListKeys(table, search);
  useReturnFocus(table, text);
  useKeepPlace(table, sections);
  const line = useMemo(() => (list.cutoff === null ? null : placeCutoff(list.rows, list.cutoff)), [list]);
  /** The bar goes, and with it whatever had focus in it: on with the first of those it was about. */
  const endSelection = (said: string | null) => {
    setSaid(said);
    const first = selection.patients[0]?.stayId;
    selection.clear();
    requestAnimationFrame(() => {
      const links = [...(table.current?.querySelectorAll<HTMLElement>("[data-pick]") ?? [])];
      links.find(({ dataset }) => dataset.pick === first)?.focus({ preventScroll: true });
    });
  };
  useEffect(() => keepAddress(listAddress(list.wardId, choice)), [list.wardId, choice]);
  const drawn = choice.sort === "work" ? lineAmong(rows, line, list.cutoff?.capacity ?? 0) : null;
  const hasScores = list.rows.some(({ probability }) => probability !== null);
  return (
    <>
      <ListHeader
        list={list}
        choice={choice}
        isRefreshing={props.isRefreshing}
        refresh={props.refresh}
        search={{ ref: search, text, setText }}
        filters={{ isOpen, toggle: () => setOpen(!isOpen), count: countFilters(choice) }}
      />
      <WardSwitch wards={list.wards} wardId={list.wardId} choice={choice} />
      {isOpen && <ListControls list={list} choice={choice} setChoice={setChoice} />}
      {props.hasFailed && (
        <div className="mb-3">
          <Notice
            title="The list could not be refreshed"
            tone="warn"
            role="status"
            action={<Button onPress={props.refresh}>Try again</Button>}
          >
            What is below is what was last loaded; the ward may have changed since.
          </Notice>
        </div>
      )}
      {list.silentBecause !== null && (
        <div className="mb-3">
          <Notice title="No model scores yet">{list.silentBecause}</Notice>
        </div>
      )}
      {apart !== null && (
        <p role="note" className="m-0 mb-2 max-w-[80ch] border-l-4 border-line pl-3 text-sm">
          {apart}
        </p>
      )}
      {list.rows.length > 0 && <ListSummary rows={list.rows} />}
      {hasScores && (
        <CutoffBar
          cutoff={list.cutoff}
          line={line}
          timeZone={list.timeZone}
          setCutoff={apart === null ? props.setCutoff : null}
        />
      )}
      <p role="status" className="sr-only">
        {(sought !== "" || countFilters(choice) > 0) && `${rows.length} of ${list.rows.length} patients match`}
      </p>
      {renderBatchAction !== null && rows.length > 0 && (
        <p className="mt-0 mb-1.5 text-sm text-mut max-lg:hidden print:hidden">
          <Button look="text" onPress={() => selection.selectAll(rows)} className="-ml-1">
            Select all {rows.length} shown
          </Button>
        </p>
      )}
      {rows.length > 0 ? (
        <ListTable
          sections={sections}
          timeZone={list.timeZone}
          showWard={list.wardId === null && list.wards.length > 1}
          mayOpen={props.mayOpen}
          tableRef={table}
          selected={renderBatchAction === null ? null : selection.chosen}
          onSelect={selection.onSelect}
          line={drawn}
        />
      ) : (
        <NothingHere
          sought={sought}
          hasFilters={countFilters(choice) > 0}
          isEmpty={list.rows.length === 0}
          clear={() => {
            setText("");
            setChoice({ ...WHOLE_LIST, sort: choice.sort });
          }}
        />
      )}
      {renderBatchAction !== null && (
        <SelectionBar
          patients={selection.patients}
          clear={endSelection}
          said={said}
          renderBatchAction={renderBatchAction}
        />
      )}
      <p className="mt-3 max-w-[80ch] text-sm text-mut">
        The number is the chance of any readmission within 30 days of discharge, planned or not. {list.provenance}{" "}
        {props.mayOpen && (
          <span className="print:hidden max-lg:hidden">
            In the list, j and k or the arrows move, Enter opens, {renderBatchAction !== null && "x selects, "}/
            searches.
          </span>
        )}
      </p>
    </>
  );
}
