import { Chip } from "@/components/ui/chip";
import { LocalTime } from "@/components/ui/local-time";
import type { DecisionView } from "@/lib/core/validation/models-view";

/** Who approved and who withdrew, newest first. */
export function DecisionList({
  decisions,
  timeZone,
}: {
  readonly decisions: readonly DecisionView[];
  readonly timeZone: string;
}) {
  return (
    <section className="card" aria-labelledby="decisions">
      <h2 id="decisions" className="m-0 mb-1 text-base font-semibold">
        Decisions
      </h2>
      <ol className="m-0 list-none p-0">
        {decisions.map(({ id, kind, by, at, note, stands }) => (
          <li key={id} className="border-t border-line py-1.5 first:border-t-0">
            <strong className="font-semibold">{by.name}</strong> ({by.role.replace("-", " ")}){" "}
            {kind === "approved" ? "approved" : "hid the scores"},{" "}
            <LocalTime at={at} style="day-time" timeZone={timeZone} />{" "}
            {kind === "approved" && !stands && <Chip>withdrawn since</Chip>}
            {note !== "" && <span className="block max-w-[72ch] whitespace-pre-line text-mut">{note}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}
