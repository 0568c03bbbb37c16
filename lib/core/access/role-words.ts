import type { AccountRole } from "@/lib/core/access/access";

/** Roles in the words of the screens. */
export const ROLE_WORDS: Readonly<Record<AccountRole, string>> = {
  nurse: "Nurse",
  clinician: "Clinician",
  administrator: "Administrator",
  "data-scientist": "Data scientist",
  compliance: "Compliance",
  client: "Program",
};
