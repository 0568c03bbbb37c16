import { FigureTable } from "@/components/ui/figure-table";
import { LocalTime } from "@/components/ui/local-time";

/** One field as it stands by now and as somebody wants it. */
export interface FieldOfTwo {
  readonly name: string;
  readonly theirs: string;
  readonly yours: string;
}

interface ChangedMeanwhileProps {
  /** Who changed it, and when; left out where that is not kept. */
  readonly said?: { readonly at: string; readonly by: string | null } | null | undefined;
  readonly timeZone?: string;
  readonly fields: readonly FieldOfTwo[];
}

/** Somebody else changed what is being changed: theirs beside yours, and how to choose. */
export function ChangedMeanwhile({ said, timeZone, fields }: ChangedMeanwhileProps) {
  const differ = fields.filter(({ theirs, yours }) => theirs.trim() !== yours.trim());
  return (
    <div role="alert" className="rounded-lg border border-transparent bg-warn-bg px-3 py-2 text-warn">
      <p className="m-0 font-semibold">
        {said?.by ?? "Somebody else"} changed this meanwhile
        {said && (
          <>
            , <LocalTime at={said.at} style="day-time" {...(timeZone !== undefined && { timeZone })} />
          </>
        )}
        .
      </p>
      {differ.length === 0 ? (
        <p className="m-0 text-sm">What stands there now is the same as yours.</p>
      ) : (
        <>
          <FigureTable
            label="What stands there now, beside yours"
            header={["", "Stands there now", "Yours"]}
            rows={differ.map(({ name, theirs, yours }) => ({ key: name, cells: [name, theirs || "–", yours || "–"] }))}
          />
          <p className="m-0 text-sm">Save puts yours in its place. Cancel leaves it as it stands.</p>
        </>
      )}
    </div>
  );
}
