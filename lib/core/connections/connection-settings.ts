import { z } from "zod";
import { ROLES } from "@/lib/core/access/access";
import { SCOPE_NAMES, type Scope } from "@/lib/core/access/scopes";
import { type ConnectionKind, SCOPES_OF_KIND } from "@/lib/core/connections/connection";
import { isSecureAddress } from "@/lib/core/connections/secure-address";

const address = z
  .url({ protocol: /^https?$/ })
  .refine(isSecureAddress, "must be an https address, or one on this machine");
const origin = address.refine(
  (url) => URL.canParse(url) && new URL(url).origin === url,
  "must be an origin, without a path",
);

/** What each kind of connection is set to, by kind. */
export const CONNECTION_SETTINGS = {
  "api-client": z.object({ scopes: z.array(z.enum(SCOPE_NAMES as [Scope, ...Scope[]])).max(50) }),
  "cds-client": z.object({
    /** Where its public keys are: the only address they are fetched from. */
    jwksUrl: address,
    /** FHIR servers that may be read with a token it sends: nothing else is ever fetched. */
    fhirServers: z.array(address).max(20).default([]),
  }),
  "smart-server": z.object({
    clientId: z.string().min(1).max(500),
    /** Its patients are those of the feed, under the same ids: without this, a launch opens the list and no patient. */
    sharesPatients: z.boolean().default(false),
    /** Pages that may show Wardlight in a frame. */
    embedOrigins: z.array(origin).max(20).default([]),
    /** How Wardlight says who it is there. */
    authentication: z.enum(["public", "private-key"]).default("public"),
    /**
     * Which of the EHR's role codes ("system|code") is what here, the first that fits. With none, only people whose
     * account was tied to their EHR identity beforehand are let in.
     */
    roles: z
      .array(z.object({ code: z.string().min(1).max(500), role: z.enum(ROLES) }))
      .max(100)
      .default([]),
  }),
  notifier: z.object({}),
} as const satisfies Readonly<Record<ConnectionKind, z.ZodType>>;

/** What a program may do by what was settled for it; nothing where the settings cannot be read. */
export function clientScopes(kind: ConnectionKind, settings: unknown): readonly Scope[] {
  if (kind !== "api-client") return SCOPES_OF_KIND[kind];
  const parsed = CONNECTION_SETTINGS["api-client"].safeParse(settings);
  return parsed.success ? parsed.data.scopes : [];
}
