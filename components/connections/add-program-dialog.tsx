"use client";
import { useState } from "react";
import { KIND_WORDS, SCOPE_WORDS } from "@/components/connections/program-words";
import { DialogEnd } from "@/components/ui/dialog-end";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import { ModalDialog } from "@/components/ui/modal-dialog";
import { SCOPE_NAMES, type Scope } from "@/lib/core/access/scopes";
import { CONNECTION_KINDS, type ConnectionKind } from "@/lib/core/connections/connection";
import type { ProgramDraft } from "@/lib/core/connections/connections-overview";

interface AddProgramDialogProps {
  readonly wards: readonly { readonly id: string; readonly name: string }[];
  readonly close: () => void;
  /** Rejects with a sentence that may be shown. */
  readonly add: (draft: ProgramDraft) => Promise<void>;
}

interface Form {
  readonly kind: ConnectionKind;
  readonly name: string;
  readonly issuer: string;
  readonly address: string;
  readonly lines: string;
  readonly scopes: ReadonlySet<string>;
  readonly wards: ReadonlySet<string>;
}

const EMPTY: Form = {
  kind: "api-client",
  name: "",
  issuer: "",
  address: "",
  lines: "",
  scopes: new Set(),
  wards: new Set(),
};

const linesOf = (text: string): string[] => text.split(/\s+/).filter((line) => line !== "");

function toDraft({ kind, name, issuer, address, lines, scopes, wards }: Form): ProgramDraft {
  const common = { name: name.trim(), wardIds: [...wards] };
  if (kind === "api-client") return { ...common, kind, settings: { scopes: [...scopes] as Scope[] } };
  if (kind === "cds-client")
    return {
      ...common,
      kind,
      issuer: issuer.trim(),
      settings: { jwksUrl: address.trim(), fhirServers: linesOf(lines) },
    };
  if (kind === "smart-server")
    return {
      ...common,
      kind,
      issuer: issuer.trim(),
      settings: { clientId: address.trim(), embedOrigins: linesOf(lines) },
    };
  return { ...common, kind, settings: {} };
}

function Checks(props: {
  readonly legend: string;
  readonly choices: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}) {
  const toggle = (id: string): void => {
    const next = new Set(props.chosen);
    if (!next.delete(id)) next.add(id);
    props.onChange(next);
  };
  return (
    <fieldset className="m-0 min-w-0 border-0 p-0">
      <legend className="mb-1 p-0 font-semibold">{props.legend}</legend>
      <ul className="m-0 grid list-none gap-1.5 p-0 sm:grid-cols-2">
        {props.choices.map(({ id, name }) => (
          <li key={id}>
            <label className="flex cursor-pointer items-center gap-2.5 rounded-lg border border-line px-3 py-1.5 touch:min-h-11 has-checked:border-accent has-checked:bg-soft has-focus-visible:outline-2 has-focus-visible:outline-accent">
              <input
                type="checkbox"
                checked={props.chosen.has(id)}
                onChange={() => toggle(id)}
                className="size-4 shrink-0 accent-(--accent)"
              />
              <span className="min-w-0">{name}</span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

/** Trusts a program: what it comes for, what it may do, and the patients of which wards. */
export function AddProgramDialog({ wards, close, add }: AddProgramDialogProps) {
  const [form, setForm] = useState(EMPTY);
  const [says, setSays] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const set = (change: Partial<Form>): void => setForm({ ...form, ...change });
  const { kind } = form;

  async function send(): Promise<void> {
    if (form.name.trim() === "") return setSays("Write a name.");
    if (kind === "api-client" && form.scopes.size === 0) return setSays("Choose what it may do.");
    setBusy(true);
    setSays(null);
    try {
      await add(toDraft(form));
    } catch (error) {
      setBusy(false);
      setSays(error instanceof Error ? error.message : "The server could not be reached. Nothing was changed.");
    }
  }

  return (
    <ModalDialog title="Trust a program" isOpen onOpenChange={(open) => open || close()}>
      <form
        className="mt-3 flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <SelectField
          label="What it comes for"
          hint={KIND_WORDS[kind].hint}
          value={kind}
          onChange={(event) => set({ kind: event.target.value as ConnectionKind })}
        >
          {CONNECTION_KINDS.map((one) => (
            <option key={one} value={one}>
              {KIND_WORDS[one].label}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Name"
          hint="Stands in the audit beside what it does."
          value={form.name}
          maxLength={200}
          onChange={(event) => set({ name: event.target.value })}
        />
        {(kind === "cds-client" || kind === "smart-server") && (
          <TextField
            label={kind === "cds-client" ? "Issuer" : "FHIR server"}
            hint={
              kind === "cds-client" ? "Who it says it is in its tokens (iss)." : "The address it launches from (iss)."
            }
            value={form.issuer}
            onChange={(event) => set({ issuer: event.target.value })}
          />
        )}
        {(kind === "cds-client" || kind === "smart-server") && (
          <TextField
            label={kind === "cds-client" ? "Address of its keys" : "Client id"}
            hint={
              kind === "cds-client"
                ? "Its JWKS; keys are fetched from nowhere else."
                : "As which Wardlight is known there."
            }
            value={form.address}
            onChange={(event) => set({ address: event.target.value })}
          />
        )}
        {(kind === "cds-client" || kind === "smart-server") && (
          <TextArea
            label={kind === "cds-client" ? "FHIR servers that may be read" : "Pages that may show Wardlight in a frame"}
            hint="One address a line; may be left empty."
            rows={2}
            value={form.lines}
            onChange={(event) => set({ lines: event.target.value })}
          />
        )}
        {kind === "api-client" && (
          <Checks
            legend="What it may do"
            choices={SCOPE_NAMES.filter((scope) => scope !== "cds" && scope !== "notify").map((id) => ({
              id,
              name: SCOPE_WORDS[id],
            }))}
            chosen={form.scopes}
            onChange={(scopes) => set({ scopes })}
          />
        )}
        {kind !== "notifier" && wards.length > 0 && (
          <Checks
            legend="Patients of which wards"
            choices={wards}
            chosen={form.wards}
            onChange={(chosen) => set({ wards: chosen })}
          />
        )}
        <DialogEnd says={says} close={close} action="Trust it" isBusy={isBusy} />
      </form>
    </ModalDialog>
  );
}
