"use client";
import { Button, buttonLook } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import type { AuditFilter, AuditPage } from "@/lib/core/audit/audit-page";
import { VERB_WORDS } from "@/lib/core/audit/verb-words";

interface AuditFiltersProps {
  readonly filter: AuditFilter;
  readonly people: AuditPage["people"];
}

const BY_WORDS = Object.entries(VERB_WORDS).sort(([, a], [, b]) => a.localeCompare(b, "en-GB"));

/** Which rows are wanted. A plain form: the address says what is shown, and it works before any script has loaded. */
export function AuditFilters({ filter, people }: AuditFiltersProps) {
  const isFiltered = Object.values(filter).some((value) => value !== null);
  return (
    <form
      action="/audit"
      aria-label="Narrow the audit"
      // A new address brings new values: uncontrolled fields take them up only when made anew.
      key={JSON.stringify(filter)}
      className="my-4 grid items-end grid-cols-2 gap-3 lg:grid-cols-[1fr_1.3fr_0.8fr_0.8fr_1fr_auto] print:hidden"
    >
      <div className="max-sm:col-span-2">
        <SelectField label="Person" name="person" defaultValue={filter.person ?? ""}>
          <option value="">Everybody</option>
          <option value="system">Operators and schedules</option>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      </div>
      <div className="max-sm:col-span-2">
        <SelectField label="What was done" name="verb" defaultValue={filter.verb ?? ""}>
          <option value="">Everything</option>
          {BY_WORDS.map(([verb, words]) => (
            <option key={verb} value={verb}>
              {words}
            </option>
          ))}
        </SelectField>
      </div>
      <SelectField label="Outcome" name="outcome" defaultValue={filter.outcome ?? ""}>
        <option value="">Any</option>
        <option value="done">Done</option>
        <option value="refused">Refused</option>
        <option value="failed">Failed</option>
      </SelectField>
      <TextField label="Day" name="day" type="date" defaultValue={filter.day ?? ""} />
      <div className="max-sm:col-span-2">
        <TextField
          label="Stay id"
          name="stayId"
          defaultValue={filter.stayId ?? ""}
          autoComplete="off"
          maxLength={200}
        />
      </div>
      <div className="flex gap-2">
        <Button type="submit" look="main">
          Show
        </Button>
        {isFiltered && (
          <a href="/audit" className={buttonLook()}>
            Clear
          </a>
        )}
      </div>
    </form>
  );
}
