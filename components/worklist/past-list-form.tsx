import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import type { PastList } from "@/lib/core/worklist/past-list";

/** An instant as a field for local dates and times takes it, to the second. */
export function localInput(at: string, timeZone: string): string {
  const words = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone });
  return words.format(new Date(at)).replace(" ", "T");
}

interface PastListFormProps {
  readonly past: PastList;
  /** Kept while it is one person's list that is asked for. */
  readonly personId: string | null;
}

/** Which moment, of which ward. A plain form: the address says what is shown, and it works before any script has loaded. */
export function PastListForm({ past, personId }: PastListFormProps) {
  const { at, wardId, wards, audience, maySeeJudges, timeZone } = past;
  return (
    <form
      action="/past-list"
      aria-label="Choose a moment"
      // A new address brings new values: uncontrolled fields take them up only when made anew.
      key={`${at} ${wardId} ${audience}`}
      className="my-4 flex flex-wrap items-end gap-3 print:hidden"
    >
      <div className="max-sm:w-full">
        <TextField
          label="Date and time"
          name="at"
          type="datetime-local"
          step={1}
          required
          defaultValue={localInput(at, timeZone)}
        />
      </div>
      <div className="max-sm:w-full sm:min-w-56">
        <SelectField label="Ward" name="ward" defaultValue={wardId ?? ""}>
          <option value="">{personId === null ? "All my wards, as one list" : "All wards of that person"}</option>
          {wards.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      </div>
      {maySeeJudges && (
        <div className="max-sm:w-full">
          <SelectField label="As shown to" name="audience" defaultValue={audience}>
            <option value="wards">the wards</option>
            <option value="judges">those who judge a silent model</option>
          </SelectField>
        </div>
      )}
      {personId !== null && <input type="hidden" name="person" value={personId} />}
      <Button type="submit" look="main">
        Show
      </Button>
    </form>
  );
}
