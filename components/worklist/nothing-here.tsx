import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

interface NothingHereProps {
  readonly sought: string;
  readonly hasFilters: boolean;
  /** There is nobody on the list at all, whatever is searched or filtered. */
  readonly isEmpty: boolean;
  readonly clear: () => void;
}

/** An empty list says why it is empty. */
export function NothingHere({ sought, hasFilters, isEmpty, clear }: NothingHereProps) {
  if (isEmpty)
    return (
      <Notice title="No current inpatients">
        Patients appear here once an inpatient stay has arrived from the record and has not ended.
      </Notice>
    );
  return (
    <Notice title="No patient matches" action={<Button onPress={clear}>Show everybody</Button>}>
      {sought
        ? `Nobody${hasFilters ? " among those the filters leave" : " on this list"} has “${sought}” in their name, MRN or bed.`
        : "The filters leave nobody."}
    </Notice>
  );
}
