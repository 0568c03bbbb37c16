"use client";
import { type FormEvent, useState } from "react";
import { failureOf, type TheatresActions } from "@/components/theatres/theatres-actions";
import { Button } from "@/components/ui/button";
import { DialogEnd } from "@/components/ui/dialog-end";
import { TextArea, TextField } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import { useAttempt } from "@/components/ui/use-attempt";
import { TEAM_ROLES } from "@/lib/core/theatres/procedure-profile";
import { NEW_PROFILE, profileIdFor, readDraft, toDraft } from "@/lib/core/theatres/profile-draft";
import { ROLE_WORDS } from "@/lib/core/theatres/theatre-words";
import type { ProfileView } from "@/lib/core/theatres/theatres-view";

const NUMBERS = [
  ["median", "Half take less than, minutes"],
  ["ninetieth", "One in ten takes more than, minutes"],
  ["turnover", "Turnover, minutes"],
  ["recovery", "In recovery, minutes"],
] as const;

/** Adds a kind of operation, changes one, or lets it go. */
export function ProfileDialog({
  edited,
  taken,
  actions,
  close,
  saved,
}: {
  /** null: a new one. */
  readonly edited: ProfileView | null;
  /** Ids that others have. */
  readonly taken: ReadonlySet<string>;
  readonly actions: TheatresActions;
  readonly close: () => void;
  readonly saved: () => void;
}) {
  const [draft, setDraft] = useState(edited ? toDraft(edited.profile) : NEW_PROFILE);
  const [asks, setAsks] = useState<string | null>(null);
  const { doing, failure, attempt } = useAttempt<"save" | "retire">();
  const version = edited?.version ?? null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const read = readDraft(edited?.profile.id ?? profileIdFor(draft.name, taken), draft);
    setAsks("asks" in read ? read.asks : null);
    if ("asks" in read) return;
    const wanted = { profile: read.profile, version, isRetired: false };
    if (await attempt("save", () => failureOf(actions.saveProfile(wanted)))) saved();
  };
  const retire = async () => {
    if (edited === null) return;
    const wanted = { profile: edited.profile, version, isRetired: true };
    if (await attempt("retire", () => failureOf(actions.saveProfile(wanted)))) saved();
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
        <DialogEnd
          says={asks ?? failure}
          close={close}
          action={doing === "save" ? "Saving…" : "Save"}
          isBusy={doing !== null}
        />
      </form>
    </ModalDialog>
  );
}
