import type { RefObject } from "react";
import { TABLE_ROLES } from "@/components/ui/table-roles";
import { ListRow } from "@/components/worklist/list-row";
import type { ListSection } from "@/components/worklist/list-sections";

interface ListTableProps {
  readonly sections: readonly ListSection[];
  readonly timeZone: string;
  readonly showWard: boolean;
  readonly mayOpen: boolean;
  readonly tableRef: RefObject<HTMLTableElement | null>;
}

/** From here on, rows that are off screen are not drawn until they are near. */
const LONG = 120;

const COLUMNS = ["30-day readmission risk", "Patient", "Bed", "Why", "LACE so far", "HOSPITAL so far", "Remarks"];

/** The list itself. Roles are spelt out because the rows are laid out as grids, which browsers read as no table. */
export function ListTable({ sections, timeZone, showWard, mayOpen, tableRef }: ListTableProps) {
  return (
    <table
      ref={tableRef}
      {...TABLE_ROLES.table}
      aria-label="Discharge list"
      data-long={sections.reduce((sum, { rows }) => sum + rows.length, 0) > LONG || undefined}
      className="worklist block overflow-clip rounded-xl border border-line bg-panel"
    >
      <thead {...TABLE_ROLES.group} className="worklist-head">
        <tr {...TABLE_ROLES.row} className="worklist-row px-3.5 py-2 text-left text-sm text-mut">
          {COLUMNS.map((column) => (
            <th key={column} {...TABLE_ROLES.column} scope="col" className="min-w-0 font-semibold">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      {sections.map(({ key, title, rows, elsewhere }) => (
        <tbody key={key} id={key} {...TABLE_ROLES.group} aria-label={title} className="block">
          <tr {...TABLE_ROLES.row} className="block border-t border-line bg-sunken px-3.5 py-1.5 first:border-t-0">
            <th {...TABLE_ROLES.heading} scope="rowgroup" className="block text-left text-sm font-semibold text-mut">
              <h2 className="inline text-sm text-ink">{title}</h2> · {rows.length}
              {elsewhere > 0 && (
                <>
                  {" "}
                  <a href="#no-score" className="quiet-link ml-2 font-normal">
                    {elsewhere === 1 ? "1 more without a model score" : `${elsewhere} more without a model score`}
                  </a>
                </>
              )}
            </th>
          </tr>
          {rows.map((row) => (
            <ListRow key={row.stayId} row={row} timeZone={timeZone} showWard={showWard} mayOpen={mayOpen} />
          ))}
        </tbody>
      ))}
    </table>
  );
}
