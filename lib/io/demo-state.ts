import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ROLES, type Role } from "@/lib/core/access/access";
import { hashPassword, makePassword } from "@/lib/io/password";

const accountSchema = z.object({
  email: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  password: z.string(),
  passwordHash: z.string(),
});

const stateSchema = z.object({
  seed: z.string(),
  /** Local day and model version the hospital in the database was made for; null until it is all there. */
  madeFor: z.string().nullable(),
  /** When those who are in hospital now were made, ISO-8601; null until they are all there. */
  madeAt: z.string().nullable().default(null),
  /** Until when past patients were made, and the first day of that past, ISO-8601; null until they are all there. */
  past: z.object({ from: z.string(), until: z.string() }).nullable().default(null),
  accounts: z.array(accountSchema),
});

/** What the demo remembers between starts, in its data directory, readable by its owner alone. */
export type DemoState = z.infer<typeof stateSchema>;

const fileOf = (dataDirectory: string): string => join(dataDirectory, "demo.json");

/** Written beside and moved into place: a reader never sees half of it. */
export function saveDemoState(dataDirectory: string, state: DemoState): void {
  const draft = `${fileOf(dataDirectory)}.new`;
  writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, fileOf(dataDirectory));
}

/** The seed and moment of the hospital in the database; null where none was made yet. */
export function readDemoMoment(dataDirectory: string): { readonly seed: string; readonly now: string } | null {
  try {
    const { seed, madeAt } = stateSchema.parse(JSON.parse(readFileSync(fileOf(dataDirectory), "utf8")));
    return madeAt === null ? null : { seed, now: madeAt };
  } catch {
    return null;
  }
}

/** The demo's state, made once: accounts with random passwords that stay the same from start to start. */
export async function loadDemoState(
  dataDirectory: string,
  people: readonly { readonly email: string; readonly name: string; readonly role: Role }[],
): Promise<DemoState> {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(fileOf(dataDirectory), "utf8")));
  } catch {
    const accounts = await Promise.all(
      people.map(async (person) => {
        const password = makePassword();
        return { ...person, password, passwordHash: await hashPassword(password) };
      }),
    );
    const state: DemoState = { seed: "wardlight", madeFor: null, madeAt: null, past: null, accounts };
    saveDemoState(dataDirectory, state);
    return state;
  }
}
