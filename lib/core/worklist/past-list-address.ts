/** What an address says about which past list is wanted. */
export interface PastListWanted {
  /** ISO-8601. */
  readonly at: string;
  readonly wardId?: string | null;
  readonly personId?: string | null;
  readonly audience?: "wards" | "judges";
}

/** Where the list of a past moment is found. */
export function pastListAddress({ at, wardId, personId, audience }: PastListWanted): string {
  const query = new URLSearchParams({ at });
  if (wardId) query.set("ward", wardId);
  if (personId) query.set("person", personId);
  if (audience === "judges") query.set("audience", audience);
  return `/past-list?${query}`;
}
