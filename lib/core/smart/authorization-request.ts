/** What is asked of the EHR: who is there and which patient is open. Wardlight's data comes in by its own feed. */
const IDENTITY_SCOPES = ["openid", "fhirUser"];
/** To find out, where roles are taken from the EHR, what the person is there. */
const ROLE_SCOPE = "user/PractitionerRole.rs";

export interface LaunchRequest {
  readonly authorizationEndpoint: string;
  /** The FHIR server the launch is for. */
  readonly base: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** What the EHR handed over in an EHR launch; null in a standalone one. */
  readonly launch: string | null;
  readonly readsRoles: boolean;
  readonly state: string;
  readonly nonce: string;
  /** SHA-256 of the verifier, base64url. */
  readonly codeChallenge: string;
}

/**
 * The address the browser is sent to, to be asked who it is.
 * @see https://hl7.org/fhir/smart-app-launch/STU2.2/app-launch.html#obtain-authorization-code
 */
export function authorizationUrl(request: LaunchRequest): string {
  const url = new URL(request.authorizationEndpoint);
  const context = request.launch === null ? ["launch/patient"] : ["launch", "launch/patient", "launch/encounter"];
  const scopes = [...context, ...IDENTITY_SCOPES, ...(request.readsRoles ? [ROLE_SCOPE] : [])];
  const parameters = {
    response_type: "code",
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
    scope: scopes.join(" "),
    state: request.state,
    nonce: request.nonce,
    aud: request.base,
    code_challenge: request.codeChallenge,
    code_challenge_method: "S256",
    ...(request.launch === null ? {} : { launch: request.launch }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
