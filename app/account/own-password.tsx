"use client";
import { changeOwnPasswordAction } from "@/app/_adapters/account-actions";
import { OwnPasswordForm } from "@/components/account/own-password-form";

interface OwnPasswordProps {
  readonly email: string;
  /** It has to be done before anything else, and then there is somewhere to go on to. */
  readonly isDue: boolean;
}

/** The form, wired to its verb. */
export function OwnPassword({ email, isDue }: OwnPasswordProps) {
  async function change(current: string, wanted: string): Promise<string | null> {
    const result = await changeOwnPasswordAction(current, wanted);
    if (!result.ok) {
      // The session is over: the server says so on a page of its own.
      if (result.error.code === "unauthenticated") window.location.reload();
      return result.error.message;
    }
    if (!isDue) return null;
    window.location.assign("/");
    // The form stays busy until the new page is there.
    return new Promise(() => {});
  }
  return (
    <OwnPasswordForm
      email={email}
      change={change}
      done="Your password was changed. Wherever else you were signed in, you are signed out."
    />
  );
}
