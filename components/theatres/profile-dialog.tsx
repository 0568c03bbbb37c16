"use client";
import { type FormEvent, useState } from "react";
import type { TheatresActions } from "@/components/theatres/theatres-actions";
import { Button } from "@/components/ui/button";
import { ChangedMeanwhile, type FieldOfTwo } from "@/components/ui/changed-meanwhile";
import { DialogEnd } from "@/components/ui/dialog-end";
import { failureOf } from "@/components/ui/done";
import { TextArea, TextField } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import { useAttempt } from "@/components/ui/use-attempt";
import { useSeen } from "@/components/ui/use-seen";
import { TEAM_ROLES } from "@/lib/core/theatres/procedure-profile";
import { NEW_PROFILE, type ProfileDraft, profileIdFor, readDraft, toDraft } from "@/lib/core/theatres/profile-draft";
import { ROLE_WORDS } from "@/lib/core/theatres/theatre-words";
import type { ProfileView } from "@/lib/core/theatres/theatres-view";

const NUMBERS = [
  ["median", "Half take less than, minutes"],
  ["ninetieth", "One in ten takes more than, minutes"],
  ["turnover", "Turnover, minutes"],
  ["recovery", "In recovery, minutes"],
] as const;

/** Two people's word on one kind of operation. */
const draftsOfTwo = (theirs: ProfileDraft, yours: ProfileDraft): FieldOfTwo[] => [
  { name: "Name", theirs: theirs.name, yours: yours.name },
  { name: "Codes it goes by", theirs: theirs.codes, yours: yours.codes },
  ...NUMBERS.map(([field, name]) => ({ name, theirs: theirs[field], yours: yours[field] })),
  ...TEAM_ROLES.map((role) => ({ name: ROLE_WORDS[role], theirs: theirs.team[role], yours: yours.team[role] })),
  { name: "Supplies for one patient", theirs: theirs.supplies, yours: yours.supplies },
  { name: "Go ahead on the day, %", theirs: theirs.goesAhead, yours: yours.goesAhead },
];

/** Adds a kind of operation, changes one, or lets it go. */
export function ProfileDialog({
  edited,
  taken,
  timeZone,
  actions,
  close,
  saved,
  refresh,
}: {
  /** null: a new one. */
  readonly edited: ProfileView | null;
  /** Ids that others have. */
  readonly taken: ReadonlySet<string>;
  readonly timeZone: string;
  readonly actions: TheatresActions;
  readonly close: () => void;
  readonly saved: () => void;
  /** Has everything read anew. */
  readonly refresh: () => void;
}) {
  const [draft, setDraft] = useState(edited ? toDraft(edited.profile) : NEW_PROFILE);
  const [asks, setAsks] = useState<string | null>(null);
  const { doing, failure, attempt } = useAttempt<"save" | "retire">();
  const { seen: version, isChanged, refused } = useSeen(edited?.version ?? null, refresh);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const read = readDraft(edited?.profile.id ?? profileIdFor(draft.name, taken), draft);
    setAsks("asks" in read ? read.asks : null);
    if ("asks" in read) return;
    const wanted = { profile: read.profile, version, isRetired: false };
    if (await attempt("save", () => failureOf(actions.saveProfile(wanted), refused))) saved();
  };
  const retire = async () => {
    if (edited === null) return;
    const wanted = { profile: edited.profile, version, isRetired: true };
    if (await attempt("retire", () => failureOf(actions.saveProfile(wanted), refused))) saved();
  };
  return (
    <ModalDialog title={edited ? edited.profile.name : "A kind of operation"} isOpen onOpenChange={(o) => o || close()}>
      <form onSubmit={submit} className="mt-2 flex flex-col gap-4">
        <TextField
          label="Name"
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
        />
        <TextArea
          label="Codes it goes by"
          rows={3}
          value={draft.codes}
          onChange={(event) => setDraft({ ...draft, codes: event.target.value })}
          hint="One a line, as the hospital’s records have them: 0SR9* stands for all that begin so; http://snomed.info/sct|52734007 for a code of one system."
        />
        <div className="grid grid-cols-2 items-end gap-4">
          {NUMBERS.map(([field, label]) => (
            <TextField
              key={field}
              label={label}
              inputMode="decimal"
              value={draft[field]}
              onChange={(event) => setDraft({ ...draft, [field]: event.target.value })}
            />
          ))}
        </div>
        <fieldset className="m-0 border-0 p-0">
          <legend className="mb-1 p-0 font-semibold">People at one operation</legend>
          <div className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3">
            {TEAM_ROLES.map((role) => (
              <TextField
                key={role}
                label={ROLE_WORDS[role]}
                inputMode="numeric"
                value={draft.team[role]}
                onChange={(event) => setDraft({ ...draft, team: { ...draft.team, [role]: event.target.value } })}
              />
            ))}
          </div>
        </fieldset>
        <TextArea
          label="Supplies for one patient"
          rows={4}
          value={draft.supplies}
          onChange={(event) => setDraft({ ...draft, supplies: event.target.value })}
          hint="One a line, with how many on average: Suture set: 2. The same name elsewhere is the same item."
        />
        <TextField
          label="Go ahead on the day, %"
          inputMode="decimal"
          value={draft.goesAhead}
          onChange={(event) => setDraft({ ...draft, goesAhead: event.target.value })}
          hint="Of those who are booked."
        />
        {edited && (
          <p className="m-0 text-sm text-mut">
            Version {edited.version}. Saving makes the next one; what was before stays on record.{" "}
            <Button look="text" isDisabled={doing !== null} onPress={retire}>
              {doing === "retire" ? "Retiring…" : "Retire this kind"}
            </Button>
          </p>
        )}
        {isChanged && edited && (
          <ChangedMeanwhile {...{ said: edited.said, timeZone }} fields={draftsOfTwo(toDraft(edited.profile), draft)} />
        )}
        <DialogEnd
          says={asks ?? (isChanged ? null : failure)}
          close={close}
          action={doing === "save" ? "Saving…" : "Save"}
          isBusy={doing !== null}
        />
      </form>
    </ModalDialog>
  );
}
