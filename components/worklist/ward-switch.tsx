import Link from "next/link";
import { classNames } from "@/components/ui/class-names";
import { type ListChoice, listAddress } from "@/lib/core/worklist/list-choice";
import type { WardView } from "@/lib/core/worklist/worklist";

interface WardSwitchProps {
  readonly wards: readonly WardView[];
  readonly wardId: string | null;
  /** Taken along to the next ward. */
  readonly choice: ListChoice;
}

/** Which ward: links, so that the browser's own back works. Not shown to a reader with one ward. */
export function WardSwitch({ wards, wardId, choice }: WardSwitchProps) {
  if (wards.length < 2) return null;
  const choices = [
    { id: null, name: "All my wards", count: wards.reduce((sum, ward) => sum + ward.patientCount, 0) },
    ...wards.map(({ id, name, patientCount }) => ({ id, name, count: patientCount })),
  ];
  return (
    <nav aria-label="Wards" className="mb-3 print:hidden">
      <ul className="m-0 flex list-none flex-wrap gap-1.5 p-0">
        {choices.map(({ id, name, count }) => (
          <li key={id ?? "all"}>
            <Link
              href={listAddress(id, choice)}
              aria-current={id === wardId ? "page" : undefined}
              className={classNames(
                "inline-flex min-h-8 items-center gap-1.5 rounded-lg border px-2.5 no-underline",
                id === wardId
                  ? "border-accent bg-soft font-semibold text-ink"
                  : "border-line bg-panel text-mut hover:text-ink",
              )}
            >
              {name} <span className="text-sm font-normal text-mut">{count}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
