import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import { normalAddress } from "@/lib/core/smart/smart-configuration";

const id = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/);

/**
 * What comes back for the code.
 * @see https://hl7.org/fhir/smart-app-launch/STU2.2/app-launch.html#response-5
 */
const tokenSchema = z.object({
  access_token: z.string().min(1).max(20_000),
  token_type: z.string().regex(/^bearer$/i),
  id_token: z.string().min(1).max(20_000),
  scope: z.string().max(5_000).optional(),
  patient: id.optional(),
  encounter: id.optional(),
  // As the card's link had it, through the EHR; what an EHR makes of it must not keep anybody out.
  appContext: z.string().max(2_000).optional().catch(undefined),
});

const cardContext = z.object({ stayId: id });

/** The stay a card was about, from the context its link carried; null where it says nothing of the kind. */
function readCardContext(sent: string | undefined): string | null {
  try {
    return cardContext.parse(JSON.parse(sent ?? "null")).stayId;
  } catch {
    return null;
  }
}

export interface LaunchTokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly scopes: readonly string[];
  /** FHIR ids at that server; null where none was open. */
  readonly patientId: string | null;
  /** The stay the card was about, where the launch came from one of our cards; else the encounter that was open. */
  readonly encounterId: string | null;
}

/** Throws a Fault where it is not a token response with an ID token; says nothing of what was in it. */
export function readLaunchTokens(sent: unknown): LaunchTokens {
  const parsed = tokenSchema.safeParse(sent);
  if (!parsed.success) throw new Fault("not-ready", "The EHR's answer to the sign-in cannot be used.");
  const { access_token, id_token, scope, patient, encounter, appContext } = parsed.data;
  return {
    accessToken: access_token,
    idToken: id_token,
    scopes: scope?.split(" ").filter(Boolean) ?? [],
    patientId: patient ?? null,
    encounterId: readCardContext(appContext) ?? encounter ?? null,
  };
}

const STAFF =
  /^(Practitioner|PractitionerRole|Person|RelatedPerson|Patient)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[^/]+)?$/;

/** Staff as the EHR knows them. */
export interface FhirUser {
  readonly type: "Practitioner" | "PractitionerRole" | "Person";
  readonly id: string;
}

/**
 * Who `fhirUser` is: a member of staff at this very server, by absolute or relative reference. null for patients and
 * their relatives, who have no place here, and for anybody at another server.
 * @see https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html#scopes-for-requesting-identity-data
 */
export function readFhirUser(claim: unknown, base: string): FhirUser | null {
  if (typeof claim !== "string") return null;
  const start = `${normalAddress(base)}/`;
  const relative = claim.startsWith(start) ? claim.slice(start.length) : claim;
  const [, type, staffId] = STAFF.exec(relative) ?? [];
  if (staffId === undefined) return null;
  return type === "Practitioner" || type === "PractitionerRole" || type === "Person" ? { type, id: staffId } : null;
}
