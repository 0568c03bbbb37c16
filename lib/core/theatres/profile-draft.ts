import { OTHER } from "@/lib/core/theatres/plan-theatres";
import {
  type ProcedureProfile,
  procedureProfile,
  TEAM_ROLES,
  type TeamRole,
} from "@/lib/core/theatres/procedure-profile";

/** A profile as it is typed: every field a text. */
export interface ProfileDraft {
  readonly name: string;
  /** One on a line: "0SR9*", or "http://snomed.info/sct|52734007". */
  readonly codes: string;
  readonly median: string;
  readonly ninetieth: string;
  readonly turnover: string;
  readonly recovery: string;
  readonly team: Readonly<Record<TeamRole, string>>;
  /** One on a line: "Hip prosthesis: 1". */
  readonly supplies: string;
  /** Percent. */
  readonly goesAhead: string;
}

/** What a new profile begins as. */
export const NEW_PROFILE: ProfileDraft = {
  ...{ name: "", codes: "", median: "60", ninetieth: "90", turnover: "20", recovery: "60" },
  team: { surgeon: "1", anaesthetist: "1", "scrub-nurse": "1", "circulating-nurse": "1", "anaesthetic-nurse": "1" },
  ...{ supplies: "", goesAhead: "95" },
};

export function toDraft(profile: ProcedureProfile): ProfileDraft {
  const { name, codes, duration, turnover, recovery, team, supplies, goesAhead } = profile;
  return {
    name,
    codes: codes.map(({ system, code }) => (system === undefined ? code : `${system}|${code}`)).join("\n"),
    median: String(duration.median),
    ninetieth: String(duration.ninetieth),
    turnover: String(turnover),
    recovery: String(recovery),
    team: { ...NEW_PROFILE.team, ...Object.fromEntries(TEAM_ROLES.map((role) => [role, String(team[role] ?? 0)])) },
    supplies: supplies.map(({ item, perCase }) => `${item}: ${perCase}`).join("\n"),
    goesAhead: String(Math.round(goesAhead * 1000) / 10),
  };
}

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** A decimal number of at least nought, with a point or a comma. */
function toNumber(text: string): number | null {
  const plain = text.trim().replace(",", ".");
  return /^\d{1,5}(\.\d{1,3})?$/.test(plain) ? Number(plain) : null;
}

function toCode(line: string): ProcedureProfile["codes"][number] {
  const bar = line.lastIndexOf("|");
  return bar < 0 ? { code: line } : { system: line.slice(0, bar).trim(), code: line.slice(bar + 1).trim() };
}

function toSupply(line: string): ProcedureProfile["supplies"][number] | null {
  const colon = line.lastIndexOf(":");
  const perCase = colon < 0 ? 1 : toNumber(line.slice(colon + 1));
  const item = (colon < 0 ? line : line.slice(0, colon)).trim();
  return perCase === null || item === "" ? null : { item, perCase };
}

type Read = { readonly profile: ProcedureProfile } | { readonly asks: string };

const NUMBERS = [
  ["median", "The median is a number of minutes."],
  ["ninetieth", "The ninetieth percentile is a number of minutes."],
  ["turnover", "Turnover is a number of minutes."],
  ["recovery", "Time in recovery is a number of minutes."],
  ["goesAhead", "How many go ahead is a percentage."],
] as const;

/** What was typed as a profile, or a sentence that asks for what is wrong. @param id of the profile it is to be */
export function readDraft(id: string, draft: ProfileDraft): Read {
  const wrong = NUMBERS.find(([field]) => toNumber(draft[field]) === null);
  if (wrong) return { asks: wrong[1] };
  const of = (field: (typeof NUMBERS)[number][0]): number => toNumber(draft[field]) ?? 0;
  const people = TEAM_ROLES.map((role) => [role, toNumber(draft.team[role])] as const);
  if (people.some(([, number]) => number === null || !Number.isInteger(number) || number > 10))
    return { asks: "People are whole numbers up to 10." };
  const supplies = linesOf(draft.supplies).map((line) => ({ line, supply: toSupply(line) }));
  const unread = supplies.find(({ supply }) => supply === null);
  if (unread) return { asks: `“${unread.line}” is not an item and a number, such as “Suture set: 2”.` };
  const codes = linesOf(draft.codes).map(toCode);
  if (draft.name.trim() === "") return { asks: "Give it a name." };
  if (codes.length === 0 && id !== OTHER) return { asks: "Give at least one code that it goes by." };
  if (of("ninetieth") < of("median")) return { asks: "The ninetieth percentile cannot be below the median." };
  const read = procedureProfile.safeParse({
    ...{ id, name: draft.name, codes },
    duration: { median: of("median"), ninetieth: of("ninetieth") },
    ...{ turnover: of("turnover"), recovery: of("recovery") },
    team: Object.fromEntries(people.filter(([, number]) => number !== 0)),
    supplies: supplies.flatMap(({ supply }) => supply ?? []),
    goesAhead: of("goesAhead") / 100,
  });
  if (read.success) return { profile: read.data };
  const [issue] = read.error.issues;
  return { asks: `${issue?.path.join(" ") ?? "It"}: ${issue?.message ?? "is not valid"}.` };
}

/** An id made from a name; one that is taken gets a number. */
export function profileIdFor(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  const base = plain === "" ? "operation" : plain;
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}
