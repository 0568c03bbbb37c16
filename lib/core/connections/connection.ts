import type { Scope } from "@/lib/core/access/scopes";

/** Programs outside that can be trusted, by what they come for. */
export const CONNECTION_KINDS = ["api-client", "cds-client", "smart-server", "notifier"] as const;
export type ConnectionKind = (typeof CONNECTION_KINDS)[number];

/** What a kind of connection may be let do at most; an API client is given its scopes one by one. */
export const SCOPES_OF_KIND = {
  "cds-client": ["cds"],
  "smart-server": [],
  notifier: ["notify"],
} as const satisfies Readonly<Record<Exclude<ConnectionKind, "api-client">, readonly Scope[]>>;
