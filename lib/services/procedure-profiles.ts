import { asc, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import { type ProcedureProfile, procedureProfile } from "@/lib/core/theatres/procedure-profile";
import type { Transaction } from "@/lib/io/database/database";
import { users } from "@/lib/io/database/schema";
import { procedureProfiles } from "@/lib/io/database/theatre-schema";
import { assertSeen, takeTurn } from "@/lib/services/assert-seen";
import { type Scope, verb } from "@/lib/services/verb";

/** Every version of every profile, newest first, with who saved it; by id. */
async function findVersions(tx: Transaction) {
  const { profileId, version, profile, isRetired, at } = procedureProfiles;
  return tx
    .select({ profileId, version, profile, isRetired, at, by: users.name })
    .from(procedureProfiles)
    .leftJoin(users, eq(users.id, procedureProfiles.userId))
    .orderBy(asc(profileId), desc(version));
}
export type ProfileVersion = Awaited<ReturnType<typeof findVersions>>[number];

/** The versions of each profile that stands, newest first; profiles that were retired are left out. */
export async function findProfileVersions(tx: Transaction): Promise<readonly (readonly ProfileVersion[])[]> {
  const byId = new Map<string, ProfileVersion[]>();
  for (const row of await findVersions(tx)) byId.set(row.profileId, [...(byId.get(row.profileId) ?? []), row]);
  return [...byId.values()]
    .filter(([newest]) => newest?.isRetired === false)
    .sort(([one], [other]) => (one?.profile.name ?? "").localeCompare(other?.profile.name ?? "", "en"));
}

/** Profiles as they stand. */
export async function findProfiles(tx: Transaction): Promise<readonly ProcedureProfile[]> {
  return (await findProfileVersions(tx)).flatMap(([newest]) => newest?.profile ?? []);
}

/** Writes a version of a profile; there is none such yet. */
export async function insertProfile(
  { tx, now }: Pick<Scope, "tx" | "now">,
  row: Pick<typeof procedureProfiles.$inferInsert, "profile" | "version" | "isRetired" | "userId">,
): Promise<void> {
  await tx.insert(procedureProfiles).values({ ...row, profileId: row.profile.id, at: now });
}

/** Saves what a kind of operation needs, new or as the next version of what it was; what was before stays on record. */
export const saveProcedureProfile = verb({
  name: "save-procedure-profile",
  input: z.strictObject({
    profile: procedureProfile,
    /** The version that was edited; null: a new one. */
    version: z.int().min(1).nullable(),
    isRetired: z.boolean().default(false),
  }),
  about: ({ profile }): Record<string, string> => ({ profileId: profile.id }),
  wards: async () => [],
  run: async (scope, { profile, version, isRetired }) => {
    const { tx, actor } = scope;
    const { profileId } = procedureProfiles;
    await takeTurn(tx, `kind of operation ${profile.id}`);
    const [newest] = await tx
      .select({ version: procedureProfiles.version, isRetired: procedureProfiles.isRetired })
      .from(procedureProfiles)
      .where(eq(profileId, profile.id))
      .orderBy(desc(procedureProfiles.version))
      .limit(1);
    if (version !== null && newest === undefined) throw new Fault("not-found", "There is no such kind of operation.");
    const next = (newest?.version ?? 0) + 1;
    // One that was retired stands no more: under its name a new one may be made.
    assertSeen(version, newest && !newest.isRetired ? newest.version : null);
    await insertProfile(scope, { profile, version: next, isRetired, userId: actor.id });
    const detail = { version: next, codes: profile.codes.length, supplies: profile.supplies.length, isRetired };
    return { output: { id: profile.id, version: next }, audit: { target: { profileId: profile.id }, detail } };
  },
});
