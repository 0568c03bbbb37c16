"use client";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { PASSWORD_MAXIMUM, PASSWORD_MINIMUM } from "@/lib/core/access/password-rules";

interface OwnPasswordFormProps {
  /** For the browser's password manager: whose password this is. */
  readonly email: string;
  /** Changes it; gives why it could not be, in one sentence, or null. */
  readonly change: (current: string, wanted: string) => Promise<string | null>;
  /** Said once it is done. */
  readonly done: string;
}

/** The present password and a new one, twice: what is mistyped here locks its owner out. */
export function OwnPasswordForm({ email, change, done }: OwnPasswordFormProps) {
  const [says, setSays] = useState<{ readonly isDone: boolean; readonly text: string } | null>(null);
  const [isSaving, setSaving] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const [current, wanted, again] = ["current", "wanted", "again"].map((name) => String(data.get(name)));
    if (wanted !== again) {
      setSays({ isDone: false, text: "The two new passwords are not the same." });
      return;
    }
    setSays(null);
    setSaving(true);
    try {
      const refusal = await change(current ?? "", wanted ?? "");
      setSays({ isDone: refusal === null, text: refusal ?? done });
      if (refusal === null) form.reset();
    } catch {
      setSays({ isDone: false, text: "The server could not be reached. Your password was not changed." });
    } finally {
      setSaving(false);
    }
  }

  return (
    <form method="post" onSubmit={submit} aria-label="Change your password" className="flex flex-col gap-4">
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <TextField
        label="Present password"
        name="current"
        type="password"
        autoComplete="current-password"
        maxLength={PASSWORD_MAXIMUM}
        required
      />
      <TextField
        label="New password"
        hint={`At least ${PASSWORD_MINIMUM} characters. Several words that you remember are better than signs and digits.`}
        name="wanted"
        type="password"
        autoComplete="new-password"
        required
      />
      <TextField label="New password again" name="again" type="password" autoComplete="new-password" required />
      {says && (
        <p
          role={says.isDone ? "status" : "alert"}
          className={says.isDone ? "m-0 font-semibold" : "m-0 font-semibold text-bad"}
        >
          {says.text}
        </p>
      )}
      <Button look="main" type="submit" isDisabled={isSaving} className="self-start">
        {isSaving ? "Changing …" : "Change password"}
      </Button>
    </form>
  );
}
