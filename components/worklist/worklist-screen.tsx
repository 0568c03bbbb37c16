"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Freshness } from "@/components/worklist/freshness";
import { toSections } from "@/components/worklist/list-sections";
import { ListSummary } from "@/components/worklist/list-summary";
import { ListTable } from "@/components/worklist/list-table";
import { matchPatients } from "@/components/worklist/match-patient";
import { useListKeys } from "@/components/worklist/use-list-keys";
import { useReturnFocus } from "@/components/worklist/use-return-focus";
import { WardSwitch } from "@/components/worklist/ward-switch";
import { worklistKey } from "@/components/worklist/worklist-key";
import { WorklistSkeleton } from "@/components/worklist/worklist-skeleton";
import type { Worklist } from "@/lib/core/worklist/worklist";

const REFRESH_EVERY_MS = 60_000;

interface WorklistScreenProps {
  readonly wardId: string | null;
  /** Whether this reader may open a patient. */
  readonly mayOpen: boolean;
  readonly load: (wardId: string | null) => Promise<Worklist>;
}

/** The discharge list: the ward in working order, kept fresh under the reader without moving them. */
export function WorklistScreen({ wardId, mayOpen, load }: WorklistScreenProps) {
  const query = useQuery({
    queryKey: worklistKey(wardId),
    queryFn: () => load(wardId),
    refetchInterval: REFRESH_EVERY_MS,
    placeholderData: keepPreviousData,
  });
  if (query.data) {
    return (
      <LoadedList
        list={query.data}
        mayOpen={mayOpen}
        isRefreshing={query.isFetching}
        hasFailed={query.isError}
        refresh={() => void query.refetch()}
      />
    );
  }
  if (query.isError) {
    return (
      <Notice
        title="The list could not be loaded"
        headingLevel={1}
        tone="bad"
        role="alert"
        action={<Button onPress={() => void query.refetch()}>Try again</Button>}
      >
        Nothing was lost. If it keeps failing, work from the ward’s own list and tell whoever runs Wardlight here.
      </Notice>
    );
  }
  return <WorklistSkeleton />;
}

interface LoadedListProps {
  readonly list: Worklist;
  readonly mayOpen: boolean;
  readonly isRefreshing: boolean;
  readonly hasFailed: boolean;
  readonly refresh: () => void;
}

function LoadedList({ list, mayOpen, isRefreshing, hasFailed, refresh }: LoadedListProps) {
  const [text, setText] = useState("");
  const sought = useDeferredValue(text);
  const table = useRef<HTMLTableElement>(null);
  const search = useRef<HTMLInputElement>(null);
  useListKeys(table, search);
  useReturnFocus(table);
  const rows = matchPatients(list.rows, sought);
  const ward = list.wards.length === 1 ? list.wards[0] : list.wards.find(({ id }) => id === list.wardId);
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-3.5 gap-y-2">
        <h1 className="m-0 text-2xl font-bold">Discharge list{ward && `, ${ward.name}`}</h1>
        <Freshness dataAsOf={list.dataAsOf} timeZone={list.timeZone} isRefreshing={isRefreshing} />
        <div className="ml-auto flex w-full flex-wrap items-center gap-2 sm:w-auto print:hidden">
          <input
            ref={search}
            type="search"
            value={text}
            onChange={(event) => setText(event.target.value)}
            aria-label="Search name or MRN"
            placeholder="Search name or MRN"
            className="min-h-8 min-w-0 flex-1 rounded-full border border-edge bg-panel px-3.5 py-1 sm:w-56 sm:flex-none"
          />
          <Button onPress={refresh}>Refresh</Button>
          <Button onPress={() => window.print()} className="max-sm:hidden">
            Print for huddle
          </Button>
        </div>
      </div>
      <WardSwitch wards={list.wards} wardId={list.wardId} />
      {hasFailed && (
        <div className="mb-3">
          <Notice
            title="The list could not be refreshed"
            tone="warn"
            role="status"
            action={<Button onPress={refresh}>Try again</Button>}
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
      {list.rows.length > 0 && <ListSummary rows={list.rows} />}
      <p role="status" className="sr-only">
        {sought && `${rows.length} of ${list.rows.length} patients match`}
      </p>
      {rows.length > 0 ? (
        <ListTable
          sections={toSections(rows)}
          timeZone={list.timeZone}
          showWard={list.wardId === null && list.wards.length > 1}
          mayOpen={mayOpen}
          tableRef={table}
        />
      ) : (
        <NothingHere sought={sought} clear={() => setText("")} />
      )}
      <p className="mt-3 max-w-[80ch] text-sm text-mut">
        The number is the chance of any readmission within 30 days of discharge, planned or not. {list.provenance}{" "}
        {mayOpen && (
          <span className="print:hidden max-lg:hidden">
            In the list, j and k or the arrows move, Enter opens, / searches.
          </span>
        )}
      </p>
    </>
  );
}

function NothingHere({ sought, clear }: { readonly sought: string; readonly clear: () => void }) {
  if (sought) {
    return (
      <Notice title="No patient matches" action={<Button onPress={clear}>Show everybody</Button>}>
        Nobody on this list has “{sought}” in their name, MRN or bed.
      </Notice>
    );
  }
  return (
    <Notice title="No current inpatients">
      Patients appear here once an inpatient stay has arrived from the record and has not ended.
    </Notice>
  );
}
