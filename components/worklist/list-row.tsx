import Link from "next/link";
import { memo } from "react";
import { classNames } from "@/components/ui/class-names";
import { LinkPending } from "@/components/ui/link-pending";
import { PartialDate } from "@/components/ui/partial-date";
import { TABLE_ROLES } from "@/components/ui/table-roles";
import { ChangeLine } from "@/components/worklist/change-line";
import { DoneCell } from "@/components/worklist/done-cell";
import { RiskCell } from "@/components/worklist/risk-cell";
import { RowNotes } from "@/components/worklist/row-notes";
import { type Band, bandWords, HOSPITAL_BANDS, LACE_BANDS } from "@/lib/core/scores/score-band";
import { patientName } from "@/lib/core/worklist/patient-identity";
import type { ScoreRange, WorklistRow } from "@/lib/core/worklist/worklist-row";

const SEX = { female: "F", male: "M", other: "other sex", unknown: "sex unknown" } as const;

const CELL = "min-w-0 align-top";

/** Where there are no columns, a patient without a number has the published scores' ranges beside their words. */
const SAID_ABOVE = "not-print:max-wide:hidden";

const rangeWords = ({ low, high }: ScoreRange): string => (low === high ? String(low) : `${low}–${high}`);

function Range({ range, name }: { readonly range: ScoreRange | null; readonly name: string }) {
  return (
    <span className="mr-3 inline-block whitespace-nowrap wide:mr-0 wide:block print:mr-0 print:block">
      <span className="text-sm text-mut">{name}</span>{" "}
      {range === null ? <span className="text-mut">unknown</span> : rangeWords(range)}
    </span>
  );
}

/** What a published score says by itself, where the model says nothing. */
function Published({
  name,
  range,
  bands,
}: {
  readonly name: string;
  readonly range: ScoreRange | null;
  readonly bands: readonly Band[];
}) {
  return (
    <span className="block">
      {name}
      {range !== null && <span className="wide:hidden print:hidden"> {rangeWords(range)}</span>}:{" "}
      {range === null ? "unknown" : bandWords(range.low, range.high, bands)}
    </span>
  );
}

function leavingDay(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone }).format(
    new Date(at),
  );
}

/** The day of a later leaver: said in the row because the heading does not. */
function leavingWords(row: WorklistRow, timeZone: string): string | null {
  if (row.leaving === "today" || row.leaving === "tomorrow") return null;
  return row.plannedEndAt === null ? null : `leaves ${leavingDay(row.plannedEndAt, timeZone)}`;
}

interface ListRowProps {
  readonly row: WorklistRow;
  readonly timeZone: string;
  readonly showWard: boolean;
  readonly mayOpen: boolean;
  /** null where this reader cannot choose patients. */
  readonly isSelected: boolean | null;
  readonly onSelect: (stayId: string, isSelected: boolean) => void;
}

/** One patient: a table row on a wide screen, a card on a narrow one. The name is the link; the whole row opens it. */
export const ListRow = memo(function ListRow({ row, timeZone, showWard, mayOpen, isSelected, onSelect }: ListRowProps) {
  const { patient } = row;
  const name = patientName(patient);
  const leaving = leavingWords(row, timeZone);
  const isApart = row.probability === null;
  return (
    <tr
      {...TABLE_ROLES.row}
      className={classNames(
        "worklist-row relative border-t border-line px-3.5 py-2.5 hover:bg-soft has-[a:focus-visible]:bg-soft",
        isSelected ? "bg-soft" : "bg-panel",
      )}
    >
      {isSelected !== null && (
        <td {...TABLE_ROLES.cell} className="relative z-10 [grid-area:pick] print:hidden">
          <label className="-m-2 flex size-9 cursor-pointer items-start justify-center p-2 touch:-m-3 touch:size-11 touch:p-3">
            <input
              type="checkbox"
              data-pick={row.stayId}
              checked={isSelected}
              onChange={(event) => onSelect(row.stayId, event.target.checked)}
              aria-label={`Select ${name}`}
              className="mt-0.5 size-4.5 cursor-pointer accent-(--accent)"
            />
          </label>
        </td>
      )}
      <td {...TABLE_ROLES.cell} className={classNames(CELL, "[grid-area:risk]")}>
        <RiskCell row={row} />
      </td>
      <th
        {...TABLE_ROLES.heading}
        scope="row"
        className={classNames(CELL, "text-left font-normal [grid-area:patient]")}
      >
        {mayOpen ? (
          <Link
            href={`/stays/${encodeURIComponent(row.stayId)}`}
            prefetch={false}
            data-patient={row.stayId}
            className="font-semibold text-ink no-underline after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-[2.5px] focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            {name}
            <LinkPending />
          </Link>
        ) : (
          <span className="font-semibold">{name}</span>
        )}
        {patient.synthetic && <span className="text-sm text-mut"> (synthetic)</span>}
        <span className="block text-sm text-mut">
          {patient.ageYears ?? "age unknown"} {SEX[patient.sex]} ·{" "}
          {patient.birthDate === null ? "birth date unknown" : <PartialDate date={patient.birthDate} />} ·{" "}
          <span className="whitespace-nowrap">MRN {patient.mrn ?? "not recorded"}</span>
        </span>
      </th>
      <td {...TABLE_ROLES.cell} className={classNames(CELL, "[grid-area:bed]")}>
        <span className="font-semibold">{row.bed ?? "no bed"}</span>{" "}
        <span className="whitespace-nowrap text-mut text-sm">
          {row.dayOfStay === null ? "day unknown" : `day ${row.dayOfStay}`}
        </span>
        {showWard && (
          <span className="text-mut text-sm wide:block print:block">
            <span className="wide:hidden print:hidden"> · </span>
            {row.wardName}
          </span>
        )}
        {leaving && (
          <span className="whitespace-nowrap text-mut text-sm wide:block print:block">
            <span className="wide:hidden print:hidden"> · </span>
            {leaving}
          </span>
        )}
      </td>
      <td {...TABLE_ROLES.cell} className={classNames(CELL, "[grid-area:why]")}>
        {row.change && <ChangeLine change={row.change} timeZone={timeZone} />}
        {row.topDrivers.slice(0, 2).map(({ feature, sentence, contribution }) => (
          <span key={feature} className="flex gap-1.5">
            <span aria-hidden="true" className="w-3 shrink-0 text-center font-semibold">
              {contribution >= 0 ? "+" : "\u2212"}
            </span>
            <span>
              <span className="sr-only">{contribution >= 0 ? "Raises: " : "Lowers: "}</span>
              {sentence}
            </span>
          </span>
        ))}
        {isApart && (
          <>
            <Published name="LACE" range={row.lace} bands={LACE_BANDS} />
            <Published name="HOSPITAL" range={row.hospital} bands={HOSPITAL_BANDS} />
          </>
        )}
      </td>
      <td {...TABLE_ROLES.cell} className={classNames(CELL, "[grid-area:scores]", isApart && SAID_ABOVE)}>
        <Range range={row.lace} name="LACE" />
        <Range range={row.hospital} name="HOSPITAL" />
      </td>
      <td {...TABLE_ROLES.cell} className={classNames(CELL, "[grid-area:done]")}>
        <DoneCell row={row} timeZone={timeZone} />
        <RowNotes row={row} timeZone={timeZone} />
      </td>
      {/* Room for a pen. */}
      <td {...TABLE_ROLES.cell} className="hidden border-b border-dotted border-edge [grid-area:write] print:block" />
    </tr>
  );
});
