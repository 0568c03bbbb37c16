"use client";
import { type FormEvent, useState } from "react";
import { type RolloutForm, toRolloutDraft } from "@/components/models/to-rollout-draft";
import { CheckList } from "@/components/ui/check-list";
import { ChoiceGroup } from "@/components/ui/choice-group";
import { DialogEnd } from "@/components/ui/dialog-end";
import { TextArea, TextField } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import type { OwnWard } from "@/lib/core/registry/versions-view";
import type { RolloutDraft } from "@/lib/core/rollout/rollout";

interface RolloutDialogProps {
  readonly version: string;
  readonly champion: string;
  /** Whether its gates are passed against the champion: else what wards see takes a second person. */
  readonly passed: boolean;
  /** The reader's own. */
  readonly wards: readonly OwnWard[];
  readonly isSaving: boolean;
  readonly failure: string | null;
  readonly close: () => void;
  readonly start: (draft: RolloutDraft) => void;
}

const choicesBeside = (champion: string) => [
  {
    value: "shadow",
    label: "Shadow: nobody on a ward sees it",
    hint: `It scores beside ${champion}, and what it said is kept for comparison.`,
  },
  { value: "canary", label: "Canary: seen on a few wards", hint: `There it is shown instead of ${champion}.` },
  {
    value: "variant",
    label: "One arm of an approved A/B test",
    hint: "As a canary, on the wards of that arm, under the reference of its approval.",
  },
];

const ALIASES = ["shadow", "canary", "variant"] as const;

/** How a version is put to use beside the champion: as what, where, and why. */
export function RolloutDialog(props: RolloutDialogProps) {
  const { version, champion, passed, wards, isSaving, failure, close, start } = props;
  const [form, setForm] = useState<RolloutForm>({
    ...{ alias: "shadow", wardIds: new Set(), share: "100", approvalReference: "", why: "" },
  });
  const [asks, setAsks] = useState<string | null>(null);
  const isShadow = form.alias === "shadow";
  const change = (part: Partial<RolloutForm>) => {
    setForm((now) => ({ ...now, ...part }));
    setAsks(null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const checked = toRolloutDraft(form);
    if ("asks" in checked) setAsks(checked.asks);
    else start(checked.draft);
  };
  return (
    <ModalDialog title={`Use ${version} beside ${champion}`} isOpen onOpenChange={(isOpen) => !isOpen && close()}>
      <form onSubmit={submit} className="mt-2 flex flex-col gap-4">
        <ChoiceGroup
          label="As what?"
          choices={choicesBeside(champion)}
          value={form.alias}
          onChange={(value) => change({ alias: ALIASES.find((one) => one === value) ?? "shadow" })}
          hasFocus
        />
        {!isShadow && !passed && (
          <p className="m-0">
            Its gates have not passed against {champion}: it starts only when a second person of another role gives a
            reason as well.
          </p>
        )}
        <div>
          <CheckList
            legend={isShadow ? "On which wards? None ticked: on every ward" : "On which wards?"}
            choices={wards.map(({ id, name, version: served }) =>
              served === champion ? { id, name } : { id, name, hint: `${served} serves there` },
            )}
            chosen={form.wardIds}
            onChange={(wardIds) => change({ wardIds })}
          />
          <p className="m-0 mt-1.5 text-sm text-mut">
            {wards.length === 0 ? "No ward is yours: an administrator gives wards. " : "Wards of your own account. "}
            {!isShadow && "A ward has one version at a time, for all of its patients."}
          </p>
        </div>
        {isShadow && (
          <TextField
            label="Share of the patients, %"
            hint="Always the same patients."
            type="number"
            inputMode="decimal"
            value={form.share}
            onChange={(event) => change({ share: event.target.value })}
          />
        )}
        {form.alias === "variant" && (
          <TextField
            label="Reference of the approval"
            hint="As the ethics committee or the board gave it. It is kept with the decision."
            maxLength={200}
            value={form.approvalReference}
            onChange={(event) => change({ approvalReference: event.target.value })}
          />
        )}
        <TextArea
          label="Reason"
          hint="Kept with the decision. No patient’s name."
          rows={3}
          maxLength={500}
          value={form.why}
          onChange={(event) => change({ why: event.target.value })}
        />
        <DialogEnd says={asks ?? failure} close={close} action="Start" isBusy={isSaving} />
      </form>
    </ModalDialog>
  );
}
