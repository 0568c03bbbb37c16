"use client";
import { signIn } from "next-auth/react";
import { SignInForm } from "@/components/sign-in/sign-in-form";

const REFUSALS: Readonly<Record<string, string>> = {
  CredentialsSignin: "This account and password do not belong together.",
  "too-many": "Too many tries at this account. Wait a quarter of an hour.",
  "not-ready": "Wardlight is still starting. Try again in a moment.",
};

/** Signs in and goes where the reader wanted to go; a whole new page, so that nothing of anybody else is left. */
export function SignInPanel({ next }: { readonly next: string }) {
  async function tryToSignIn(email: string, password: string): Promise<string | null> {
    // Where nobody answers, next-auth would leave for a browser's error page; this throws, and the form says so.
    await fetch("/api/health/live", { cache: "no-store" });
    const answer = await signIn("credentials", { email, password, redirect: false });
    if (answer?.ok && !answer.error) {
      window.location.assign(next);
      // The form stays busy until the new page is there.
      return new Promise(() => {});
    }
    return REFUSALS[answer?.error ?? ""] ?? "Signing in did not work. Try again.";
  }
  return <SignInForm signIn={tryToSignIn} />;
}
