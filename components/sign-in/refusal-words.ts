/** Why signing in did not work, by the code it came back with. */
const REFUSALS: Readonly<Record<string, string>> = {
  CredentialsSignin: "This account and password do not belong together.",
  "too-many": "Too many tries at this account. Wait a quarter of an hour.",
  "not-ready": "Wardlight is still starting. Try again in a moment.",
  "unknown-account": "Nobody has made an account for you in Wardlight yet. Ask whoever runs Wardlight here.",
  disabled: "Your account is no longer active. Ask whoever runs Wardlight here.",
  "linked-elsewhere":
    "Your address belongs to an account of somebody else at the hospital’s sign-in. Ask whoever runs Wardlight here.",
  "wrong-issuer": "The hospital’s sign-in did not answer as it should. Tell whoever runs Wardlight here.",
  "not-believed": "The hospital’s sign-in did not answer as it should. Tell whoever runs Wardlight here.",
  OAuthSignin: "The hospital’s sign-in could not be reached. Try again in a moment.",
  OAuthCallback: "Signing in at the hospital’s sign-in was not completed. Try again.",
  Callback: "Signing in at the hospital’s sign-in was not completed. Try again.",
};

/** One plain sentence; null where nothing went wrong. Never repeats what it was given. */
export function refusalWords(code: string | null | undefined): string | null {
  if (code === null || code === undefined || code === "") return null;
  return (Object.hasOwn(REFUSALS, code) && REFUSALS[code]) || "Signing in did not work. Try again.";
}
