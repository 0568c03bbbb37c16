"use client";
import Link from "next/link";
import { useMemo, useRef } from "react";
import { buttonLook } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { CutoffBar } from "@/components/worklist/cutoff-bar";
import { lineAmong } from "@/components/worklist/line-among";
import { keptSections } from "@/components/worklist/list-sections";
import { ListSummary } from "@/components/worklist/list-summary";
import { ListTable } from "@/components/worklist/list-table";
import { PastListFacts } from "@/components/worklist/past-list-facts";
import { PastListForm } from "@/components/worklist/past-list-form";
import { placeCutoff } from "@/lib/core/worklist/cutoff";
import type { PastList } from "@/lib/core/worklist/past-list";
import { pastListAddress } from "@/lib/core/worklist/past-list-address";
import type { Worklist } from "@/lib/core/worklist/worklist";

interface PastListScreenProps {
  readonly past: PastList;
  readonly personId: string | null;
}

/** The discharge list as it stood on screens at a past moment. Nothing on it can be acted on. */
export function PastListScreen({ past, personId }: PastListScreenProps) {
  const { list, keptSince, nextAt, wardId, audience, timeZone } = past;
  const address = (at: string) => pastListAddress({ at, wardId, personId, audience });
  const kept = keptSince && new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone });
  return (
    <>
      <h1 className="m-0 text-2xl font-bold">The list of a past moment</h1>
      <p className="m-0 mt-1 max-w-[80ch] text-mut">
        As it was handed out then: order, names, scores, wording, what had been done. What changed since is not in it.
        Looking at it is audited.
      </p>
      <PastListForm past={past} personId={personId} />
      {list === null ? (
        <Notice title="No list was kept by then">
          {kept
            ? `Lists are kept since ${kept.format(new Date(keptSince))}, each time one is handed out. Nobody was handed one of this choice of wards by the moment you chose.`
            : "Lists are kept each time one is handed out; none was yet."}
        </Notice>
      ) : (
        <>
          <PastListFacts past={past} list={list} />
          <nav aria-label="Other moments" className="mb-4 flex flex-wrap gap-2 print:hidden">
            <Link href={address(new Date(Date.parse(list.asOf) - 1).toISOString())} className={buttonLook()}>
              The one before
            </Link>
            {nextAt !== null && (
              <Link href={address(nextAt)} className={buttonLook()}>
                The one after
              </Link>
            )}
          </nav>
          <KeptList list={list} />
        </>
      )}
    </>
  );
}

function KeptList({ list }: { readonly list: Worklist }) {
  const table = useRef<HTMLTableElement>(null);
  const sections = useMemo(() => keptSections(list.rows), [list.rows]);
  const line = useMemo(() => (list.cutoff === null ? null : placeCutoff(list.rows, list.cutoff)), [list]);
  const hasScores = list.rows.some(({ probability }) => probability !== null);
  return (
    <>
      {list.silentBecause !== null && (
        <div className="mb-3">
          <Notice title="No model scores were shown">{list.silentBecause}</Notice>
        </div>
      )}
      {list.rows.length === 0 ? (
        <Notice title="Nobody was on it">The list was empty.</Notice>
      ) : (
        <>
          <ListSummary rows={list.rows} />
          {hasScores && <CutoffBar cutoff={list.cutoff} line={line} timeZone={list.timeZone} setCutoff={null} />}
          <ListTable
            sections={sections}
            timeZone={list.timeZone}
            showWard={list.wardId === null && list.wards.length > 1}
            mayOpen={false}
            tableRef={table}
            selected={null}
            onSelect={() => {}}
            line={lineAmong(list.rows, line, list.cutoff?.capacity ?? 0)}
          />
        </>
      )}
      <p className="mt-3 max-w-[80ch] text-sm text-mut">
        The number is the chance of any readmission within 30 days of discharge, planned or not. {list.provenance}
      </p>
    </>
  );
}
