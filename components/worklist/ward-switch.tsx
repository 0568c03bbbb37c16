import { LinkChoice } from "@/components/ui/link-choice";
import { type ListChoice, listAddress } from "@/lib/core/worklist/list-choice";
import type { WardView } from "@/lib/core/worklist/worklist";

interface WardSwitchProps {
  readonly wards: readonly WardView[];
  readonly wardId: string | null;
  /** Taken along to the next ward. */
  readonly choice: ListChoice;
}

/** Which ward. Not shown to a reader with one. */
export function WardSwitch({ wards, wardId, choice }: WardSwitchProps) {
  if (wards.length < 2) return null;
  const choices = [
    { id: null, name: "All my wards", count: wards.reduce((sum, ward) => sum + ward.patientCount, 0) },
    ...wards.map(({ id, name, patientCount }) => ({ id, name, count: patientCount })),
  ];
  return (
    <div className="mb-3">
      <LinkChoice
        label="Wards"
        choices={choices.map(({ id, name, count }) => ({
          key: id ?? "all",
          href: listAddress(id, choice),
          name,
          count,
          isChosen: id === wardId,
        }))}
      />
    </div>
  );
}
