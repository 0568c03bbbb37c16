import type { CSSProperties, ReactNode, RefObject } from "react";
import { TABLE_ROLES } from "@/components/ui/table-roles";
import { ListRow } from "@/components/worklist/list-row";
import { type ListSection, NO_SCORE } from "@/components/worklist/list-sections";
import { useRowsDrawn } from "@/components/worklist/use-rows-drawn";
import { versionStarts } from "@/lib/core/worklist/worklist";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

interface ListTableProps {
  readonly sections: readonly ListSection[];
  readonly timeZone: string;
  readonly showWard: boolean;
  readonly mayOpen: boolean;
  readonly tableRef: RefObject<HTMLTableElement | null>;
  /** null where this reader cannot choose patients. */
  readonly selected: ReadonlySet<string> | null;
  readonly onSelect: (stayId: string, isSelected: boolean) => void;
  /** A line below this patient, and what it says. */
  readonly line: { readonly afterStayId: string; readonly words: string } | null;
}

/** From here on, rows that are off screen are not drawn until they are near. */
const LONG = 120;

/** Each with its place: where nobody can be selected there is no first cell to count from. */
const COLUMNS = [
  ["Any readmission within 30 days", "[grid-area:risk]"],
  ["Patient", "[grid-area:patient]"],
  ["Bed", "[grid-area:bed]"],
  ["Why", "[grid-area:why]"],
  ["Scores so far", "[grid-area:scores]"],
  ["Done, and remarks", "[grid-area:done]"],
] as const;

/** The list itself. Roles are spelt out because the rows are laid out as grids, which browsers read as no table. */
export function ListTable({ sections, tableRef, ...look }: ListTableProps) {
  const drawn = useRowsDrawn();
  return (
    <table
      ref={tableRef}
      {...TABLE_ROLES.table}
      aria-label="Discharge list"
      data-long={
        sections.reduce((sum, { scored, unscored }) => sum + scored.length + unscored.length, 0) > LONG || undefined
      }
      data-pick={look.selected !== null || undefined}
      className="worklist block overflow-clip rounded-xl border border-line bg-panel"
    >
      <thead {...TABLE_ROLES.group} className="worklist-head">
        <tr {...TABLE_ROLES.row} className="worklist-row px-3.5 py-2 text-left text-sm text-mut">
          {look.selected !== null && (
            <th {...TABLE_ROLES.column} scope="col" className="[grid-area:pick] print:hidden">
              <span className="sr-only">Select</span>
            </th>
          )}
          {COLUMNS.map(([words, place]) => (
            <th key={words} {...TABLE_ROLES.column} scope="col" className={`min-w-0 font-semibold ${place}`}>
              {words}
            </th>
          ))}
          <th {...TABLE_ROLES.column} scope="col" className="hidden font-semibold [grid-area:write] print:block">
            Notes
          </th>
        </tr>
      </thead>
      {sections.map(({ key, title, scored, unscored, before }) => [
        <Stretch key={key} name={title} rows={scored} drawn={drawn - before} {...look}>
          <h2 className="inline text-base font-semibold text-ink">{title}</h2> · {scored.length + unscored.length}
        </Stretch>,
        unscored.length > 0 && (
          <Stretch
            key={`${key} apart`}
            name={`${title}: ${NO_SCORE}`}
            rows={unscored}
            drawn={drawn - before - scored.length}
            {...look}
          >
            <h3 className="inline text-sm font-semibold text-mut">{NO_SCORE}</h3> · {unscored.length}
          </Stretch>
        ),
      ])}
    </table>
  );
}

interface StretchProps extends Omit<ListTableProps, "sections" | "tableRef"> {
  readonly name: string;
  readonly rows: readonly WorklistRow[];
  /** So many of them at most, for now. */
  readonly drawn: number;
  /** Its heading. */
  readonly children: ReactNode;
}

function Stretch({ name, rows, drawn, children, selected, line, ...look }: StretchProps) {
  const starts = versionStarts(rows);
  const shown = rows.slice(0, Math.max(0, drawn));
  // The room of those that come in a moment, so that nothing moves when they do.
  const room = shown.length < rows.length ? ({ "--rest": rows.length - shown.length } as CSSProperties) : undefined;
  return (
    <tbody
      {...TABLE_ROLES.group}
      aria-label={name}
      className="worklist-stretch block border-t border-line"
      style={room}
    >
      <tr {...TABLE_ROLES.row} className="block break-after-avoid bg-sunken px-3.5 py-1.5">
        <th {...TABLE_ROLES.heading} scope="rowgroup" className="block text-left text-sm font-normal text-mut">
          {children}
        </th>
      </tr>
      {shown.map((row) => [
        starts.has(row.stayId) && <VersionRow key="version" version={starts.get(row.stayId) ?? ""} />,
        <ListRow
          key={row.stayId}
          row={row}
          isSelected={selected === null ? null : selected.has(row.stayId)}
          {...look}
        />,
        line?.afterStayId === row.stayId && <CutoffRow key="line" words={line.words} />,
      ])}
    </tbody>
  );
}

/** Where the patients of one version begin. */
function VersionRow({ version }: { readonly version: string }) {
  return (
    <tr {...TABLE_ROLES.row} className="block break-after-avoid border-t border-line px-3.5 py-1">
      <td {...TABLE_ROLES.cell} className="block text-sm text-mut">
        Scored by version {version}
      </td>
    </tr>
  );
}

/** Where today's calls end. */
function CutoffRow({ words }: { readonly words: string }) {
  return (
    <tr {...TABLE_ROLES.row} className="block border-y-2 border-accent bg-soft px-3.5 py-1 print:border-black">
      <td {...TABLE_ROLES.cell} className="block text-sm font-semibold text-accent print:text-black">
        {words}
      </td>
    </tr>
  );
}
