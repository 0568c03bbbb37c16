import { createHash, timingSafeEqual } from "node:crypto";
import { and, asc, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { CONNECTION_SETTINGS } from "@/lib/core/connections/connection-settings";
import { isSecureAddress } from "@/lib/core/connections/secure-address";
import { Fault, isFault } from "@/lib/core/fault";
import { authorizationUrl } from "@/lib/core/smart/authorization-request";
import { readFhirUser } from "@/lib/core/smart/launch-context";
import { normalAddress } from "@/lib/core/smart/smart-configuration";
import { readStaffRole } from "@/lib/core/smart/staff-role";
import { signAssertion } from "@/lib/io/client-assertion";
import { connections } from "@/lib/io/database/connection-schema";
import { exchangeCode, findSmartConfiguration, readPractitionerRoles, verifyIdToken } from "@/lib/io/smart-server";
import type { RunningHouse } from "@/lib/services/running-house";
import {
  type Launched,
  type LaunchRefusal,
  refuseLaunch,
  signInFromEhr,
  takeState,
  unguessable,
} from "@/lib/services/smart-sign-in";

/** The way there and back may take so long. */
export const LAUNCH_MS = 10 * 60_000;

const PLACE = "smart-launch";

/** What the browser carries there and back, sealed: nothing is kept here for a launch that never comes back. */
const carried = z.object({
  connectionId: z.uuid(),
  state: z.string(),
  verifier: z.string(),
  nonce: z.string(),
  expiresAt: z.iso.datetime(),
});

const SETTINGS = CONNECTION_SETTINGS["smart-server"];

async function listServers({ database }: RunningHouse) {
  const rows = await database.transaction((tx) =>
    tx
      .select()
      .from(connections)
      .where(and(eq(connections.kind, "smart-server"), isNull(connections.disabledAt)))
      .orderBy(asc(connections.name)),
  );
  return rows.flatMap(({ id, issuer, settings }) => {
    const parsed = SETTINGS.safeParse(settings);
    if (issuer === null || !parsed.success || !isSecureAddress(issuer)) return [];
    return [{ id, base: normalAddress(issuer), settings: parsed.data }];
  });
}

export const redirectUri = ({ environment }: RunningHouse): string =>
  `${normalAddress(environment.baseUrl)}/launch/callback`;

/** Whether the EHR may show Wardlight inside its own page, where a browser keeps cookies apart. */
const mayBeFramed = ({ embedOrigins }: z.output<typeof SETTINGS>): boolean => embedOrigins.length > 0;

/** A confidential client's proof; null for a public one. A Fault where there is no key to prove it with. */
async function assertClient(
  { environment, clock }: RunningHouse,
  { authentication, clientId }: z.output<typeof SETTINGS>,
  tokenEndpoint: string,
): Promise<string | null> {
  if (authentication === "public") return null;
  const [key] = environment.signingKeys;
  if (key === undefined) throw new Fault("misconfigured", "FHIR_PRIVATE_KEY is missing: a launch cannot be proved.");
  return signAssertion(key, clientId, tokenEndpoint, clock.now().getTime());
}

const fingerprint = (verifier: string): string => createHash("sha256").update(verifier).digest("base64url");

/**
 * Begins a launch: for a FHIR server on the list and no other (`iss`), from the EHR (`launch`) or by itself. Gives the
 * address the browser goes to and what it carries.
 */
export async function beginLaunch(
  house: RunningHouse,
  { iss, launch }: { readonly iss: string | null; readonly launch: string | null },
): Promise<{ readonly url: string; readonly carried: string; readonly mayBeFramed: boolean } | LaunchRefusal> {
  const servers = await listServers(house);
  const [only] = servers.length === 1 ? servers : [];
  const server = iss === null ? only : servers.find(({ base }) => base === normalAddress(iss));
  if (server === undefined) return refuseLaunch(house, "unknown-server");
  const { base, settings } = server;
  try {
    const { authorizationEndpoint } = await findSmartConfiguration(base);
    const [state, verifier, nonce] = [unguessable(), unguessable(), unguessable()];
    const expiresAt = new Date(house.clock.now().getTime() + LAUNCH_MS).toISOString();
    const url = authorizationUrl({
      authorizationEndpoint,
      base,
      clientId: settings.clientId,
      redirectUri: redirectUri(house),
      launch,
      readsRoles: settings.roles.length > 0,
      state,
      nonce,
      codeChallenge: fingerprint(verifier),
    });
    const kept: z.input<typeof carried> = { connectionId: server.id, state, verifier, nonce, expiresAt };
    return { url, carried: house.vault.seal(kept, PLACE).toString("base64url"), mayBeFramed: mayBeFramed(settings) };
  } catch (error) {
    if (!isFault(error)) throw error;
    return refuseLaunch(house, "not-reached");
  }
}

function openCarried(house: RunningHouse, sealed: string | null, state: string | null) {
  if (sealed === null || state === null) return null;
  try {
    const kept = carried.parse(house.vault.open(Buffer.from(sealed, "base64url"), PLACE));
    const [ours, theirs] = [Buffer.from(fingerprint(kept.state)), Buffer.from(fingerprint(state))];
    const isLate = Date.parse(kept.expiresAt) <= house.clock.now().getTime();
    return isLate || !timingSafeEqual(ours, theirs) ? null : kept;
  } catch {
    return null;
  }
}

export interface LaunchAnswer {
  readonly code: string | null;
  readonly state: string | null;
  /** Who answers, where the server says so (RFC 9207). */
  readonly iss: string | null;
}

/**
 * Ends a launch: trades the code for tokens, believes nothing that is not signed for this very launch, and signs the
 * person in. The access token is used for the person's own roles, and then forgotten.
 */
export async function completeLaunch(
  house: RunningHouse,
  sealed: string | null,
  { code, state, iss }: LaunchAnswer,
): Promise<(Launched & { readonly mayBeFramed: boolean }) | LaunchRefusal> {
  const kept = openCarried(house, sealed, state);
  if (kept === null) return refuseLaunch(house, "not-believed");
  if (!(await takeState(house, kept.state, new Date(kept.expiresAt)))) return refuseLaunch(house, "not-believed");
  const server = (await listServers(house)).find(({ id }) => id === kept.connectionId);
  if (server === undefined) return refuseLaunch(house, "unknown-server");
  if (code === null) return refuseLaunch(house, "not-completed");
  const { base, settings } = server;
  const { clientId, roles } = settings;
  try {
    const configuration = await findSmartConfiguration(base);
    // A server that names itself in every answer never sent one without (RFC 9207, section 2.4).
    if (iss === null ? configuration.namesItself : iss !== configuration.issuer)
      return refuseLaunch(house, "not-believed");
    const now = house.clock.now();
    const { tokenEndpoint } = configuration;
    const assertion = await assertClient(house, settings, tokenEndpoint);
    const exchange = { code, verifier: kept.verifier, redirectUri: redirectUri(house), clientId, assertion };
    const tokens = await exchangeCode(tokenEndpoint, exchange);
    const claims = await verifyIdToken(configuration, tokens.idToken, { clientId, nonce: kept.nonce, now });
    const staff = readFhirUser(claims.fhirUser, base);
    if (staff === null) return refuseLaunch(house, "not-staff");
    const own = roles.length === 0 ? null : await readPractitionerRoles(base, tokens.accessToken, staff);
    const subject = `${staff.type}/${staff.id}`;
    const name = typeof claims.name === "string" && claims.name.trim() !== "" ? claims.name.slice(0, 200) : subject;
    const { patientId, encounterId } = tokens;
    const signedIn = await signInFromEhr(
      house,
      { issuer: base, subject, name, role: own === null ? null : readStaffRole(own, roles, now) },
      // Another server's ids can be another patient's here.
      settings.sharesPatients ? { patientId, encounterId } : { patientId: null, encounterId: null },
    );
    return typeof signedIn === "string" ? signedIn : { ...signedIn, mayBeFramed: mayBeFramed(settings) };
  } catch (error) {
    if (!isFault(error)) throw error;
    return refuseLaunch(house, error.code === "unauthenticated" ? "not-believed" : "not-reached");
  }
}
