"use client";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";

interface SignInFormProps {
  /** Resolves to null when signed in, else to one plain sentence that says why not. */
  readonly signIn: (email: string, password: string) => Promise<string | null>;
  /** There is another way on the same page, which comes first. */
  readonly isSecond?: boolean;
}

/** Who are you? One answer for a wrong name and a wrong password. */
export function SignInForm({ signIn, isSecond = false }: SignInFormProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setBusy(true);
    setRefusal(null);
    try {
      setRefusal(await signIn(String(data.get("email")), String(data.get("password"))));
    } catch {
      setRefusal("The server could not be reached. Try again.");
    } finally {
      setBusy(false);
    }
  }

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label="Account"
        name="email"
        type="text"
        inputMode="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
      {refusal && (
        <p role="alert" className="m-0 rounded-lg bg-bad-bg px-3 py-2 font-semibold text-bad">
          {refusal}
        </p>
      )}
      <Button look={isSecond ? "quiet" : "main"} type="submit" isDisabled={isBusy}>
        {isBusy ? "Signing in …" : "Sign in"}
      </Button>
    </form>
  );
}
