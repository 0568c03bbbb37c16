"use client";
import { getProviders, signIn } from "next-auth/react";
import { useEffect } from "react";
import { ProviderButton } from "@/components/sign-in/provider-button";
import { refusalWords } from "@/components/sign-in/refusal-words";
import { SignInForm } from "@/components/sign-in/sign-in-form";

interface SignInPanelProps {
  /** Where the reader wanted to go. */
  readonly next: string;
  /** Whether there is a hospital sign-in, and whether passwords kept here let anybody in. */
  readonly offers: { readonly provider: boolean; readonly local: boolean };
  /** Why the last try came back from the hospital's sign-in. */
  readonly refusal: string | null;
}

/** Where nobody answers, next-auth would leave for a browser's error page; this throws, and the screen says so. */
const mustBeThere = (): Promise<Response> => fetch("/api/health/live", { cache: "no-store" });

/** Signs in and goes where the reader wanted to go; a whole new page, so that nothing of anybody else is left. */
export function SignInPanel({ next, offers, refusal }: SignInPanelProps) {
  // Asked for while somebody types: the first request after a start finds its code loaded.
  useEffect(() => void getProviders(), []);

  async function tryToSignIn(email: string, password: string): Promise<string | null> {
    await mustBeThere();
    const answer = await signIn("credentials", { email, password, redirect: false });
    if (answer?.ok && !answer.error) {
      window.location.assign(next);
      // The form stays busy until the new page is there.
      return new Promise(() => {});
    }
    return refusalWords(answer?.error ?? "unknown");
  }
  async function goToProvider(): Promise<void> {
    await mustBeThere();
    await signIn("oidc", { callbackUrl: next });
    return new Promise(() => {});
  }
  return (
    <div className="flex flex-col gap-4">
      {offers.provider && <ProviderButton go={goToProvider} refusal={refusal} />}
      {offers.provider && offers.local && (
        <p className="m-0 border-t border-line pt-4 text-sm text-mut">Or with a Wardlight password:</p>
      )}
      {offers.local && <SignInForm signIn={tryToSignIn} isSecond={offers.provider} />}
    </div>
  );
}
