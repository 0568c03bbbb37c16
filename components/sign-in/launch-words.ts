/** How a launch from the EHR ended, by its code: what happened, and what to do. */
const WORDS: Readonly<Record<string, readonly [what: string, next: string]>> = {
  "unknown-server": [
    "Wardlight does not know the system that opened it.",
    "Whoever runs Wardlight here can add it under Connections.",
  ],
  "not-reached": ["The EHR did not answer as it should.", "Open Wardlight from the EHR again in a moment."],
  "not-completed": ["Signing in at the EHR was not completed.", "Open Wardlight from the EHR again."],
  "not-believed": [
    "What came back from the EHR could not be trusted, so nobody was signed in.",
    "Open Wardlight from the EHR again. If this goes on, tell whoever runs Wardlight here.",
  ],
  "not-staff": ["Wardlight is for staff of this hospital.", "The EHR did not name a member of staff."],
  "unknown-user": [
    "Nobody has made an account for you in Wardlight yet.",
    "Ask whoever runs Wardlight here to tie one to your EHR identity.",
  ],
  "no-role": [
    "What you are at the EHR has no place in Wardlight yet.",
    "Ask whoever runs Wardlight here which roles are let in.",
  ],
  disabled: ["Your account is no longer active.", "Ask whoever runs Wardlight here."],
  "no-stay": [
    "You are signed in. Wardlight has no hospital stay of the patient who was open in the EHR.",
    "A stay shows here once it was read from the EHR; only inpatient stays are.",
  ],
};

/** Never repeats what it was given. */
export function launchWords(code: string | undefined): readonly [what: string, next: string] {
  const known = code !== undefined && Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  return known ?? ["Opening Wardlight from the EHR did not work.", "Try again from the EHR."];
}
