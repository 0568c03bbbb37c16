import type { SigningKey } from "@/lib/core/connections/signing-keys";
import { Fault } from "@/lib/core/fault";
import { backendScopes } from "@/lib/core/feed/backend-scopes";
import { retryAfterMs } from "@/lib/core/feed/retry-after";
import { node, number, text, texts } from "@/lib/core/fhir/resource";
import { ASSERTION_TYPE, signAssertion } from "@/lib/io/client-assertion";

/** How Wardlight signs in to a FHIR server of which it was registered as a client. */
export interface BackendServicesOptions {
  /** Ends in "/". */
  readonly base: URL;
  readonly clientId: string;
  readonly keys: readonly [SigningKey, ...SigningKey[]];
  /** Exactly these scopes; null: what the reading needs, in the words the server knows. */
  readonly scope: string | null;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
  readonly chance: () => number;
}

/** Access tokens of SMART Backend Services. @see https://hl7.org/fhir/smart-app-launch/backend-services.html */
export interface BackendServices {
  /** One that is good for a while yet; asked for once however many want it. Faults are one plain sentence. */
  token(): Promise<string>;
  /** The server did not take this one: the next is new. */
  reject(token: string): void;
}

/** A token is renewed so long before it ends, so that none ends on its way. */
const MARGIN_MS = 30_000;
/** Where the server does not say how long a token is good for. */
const UNSAID_MS = 5 * 60_000;
const LONGEST_WAIT_MS = 30_000;

/** OAuth's own codes; anything else may be words about anything. @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
const OAUTH_ERRORS = [
  "invalid_request",
  "invalid_client",
  "invalid_grant",
  "unauthorized_client",
  "unsupported_grant_type",
  "invalid_scope",
];

const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

/** Whoever can read what is sent there could use the token. */
const isSafe = (url: URL): boolean => url.protocol === "https:" || isLoopback(url);

interface Said {
  readonly status: number;
  readonly body: unknown;
  readonly waitMs: number | null;
}

export function openBackendServices(options: BackendServicesOptions): BackendServices {
  const { base, clientId, keys, timeoutMs, retries, wait, now, chance } = options;
  const [key] = keys;

  /** null where nothing came back. */
  const ask = async (url: URL, init: RequestInit): Promise<Said | null> => {
    try {
      // Followed, a redirect could carry an assertion to another server.
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await fetch(url, { ...init, redirect: "error", signal });
      const body = (await response.json().catch(() => null)) as unknown;
      return { status: response.status, body, waitMs: retryAfterMs(response.headers.get("retry-after"), now()) };
    } catch {
      return null;
    }
  };

  const patiently = async (url: URL, init: () => Promise<RequestInit>, what: string): Promise<Said> => {
    for (let attempt = 0; ; attempt++) {
      const said = await ask(url, await init());
      if (said !== null && said.status !== 429 && said.status < 500) return said;
      if (attempt >= retries) throw new Fault("not-ready", `The FHIR server's ${what} does not answer as it should.`);
      const own = 500 * 2 ** attempt * (0.5 + chance() / 2);
      await wait(Math.min(LONGEST_WAIT_MS, said?.waitMs ?? own));
    }
  };

  /** The scopes to ask for, and those to ask for where a server refuses the first because of one of them. */
  const discover = async (): Promise<{ readonly endpoint: URL; readonly scopes: readonly [string, string] }> => {
    const init = async (): Promise<RequestInit> => ({ headers: { accept: "application/json" } });
    const said = await patiently(new URL(".well-known/smart-configuration", base), init, "sign-in address");
    const configuration = node(said.body);
    const written = said.status === 200 ? text(configuration.token_endpoint) : null;
    if (written === null || !URL.canParse(written))
      throw new Fault("misconfigured", "The FHIR server does not say where to sign in (smart-configuration).");
    const endpoint = new URL(written);
    if (!isSafe(endpoint) || (isLoopback(endpoint) && !isLoopback(base)))
      throw new Fault("misconfigured", "The FHIR server's sign-in is not at an https address.");
    const algorithms = texts(configuration.token_endpoint_auth_signing_alg_values_supported);
    if (algorithms.length > 0 && !algorithms.includes(key.algorithm))
      throw new Fault("misconfigured", `The FHIR server's sign-in does not take keys for ${key.algorithm}.`);
    const listed = texts(configuration.capabilities);
    const all = options.scope ?? backendScopes(listed);
    return { endpoint, scopes: [all, options.scope ?? backendScopes(listed, { isLeast: true })] };
  };

  const signInFor = (endpoint: URL, scope: string): Promise<Said> =>
    patiently(
      endpoint,
      // A new one each time: the server may have seen the last.
      async () => ({
        method: "POST",
        headers: { accept: "application/json" },
        body: new URLSearchParams({
          grant_type: "client_credentials",
          scope,
          client_assertion_type: ASSERTION_TYPE,
          client_assertion: await signAssertion(key, clientId, endpoint.href, now()),
        }),
      }),
      "sign-in",
    );

  const fetchToken = async (): Promise<{ readonly token: string; readonly until: number }> => {
    const { endpoint, scopes } = await discover();
    const asked = now();
    const first = await signInFor(endpoint, scopes[0]);
    const isTooMuch = scopes[1] !== scopes[0] && node(first.body).error === "invalid_scope";
    const said = isTooMuch ? await signInFor(endpoint, scopes[1]) : first;
    const { access_token, token_type, expires_in, error } = node(said.body);
    const token = text(access_token);
    if (said.status !== 200 || token === null) {
      const code = OAUTH_ERRORS.find((known) => known === error) ?? String(said.status);
      throw new Fault("misconfigured", `The FHIR server's sign-in refuses Wardlight (${code}).`);
    }
    if (!/^bearer$/i.test(text(token_type) ?? "bearer"))
      throw new Fault("misconfigured", "The FHIR server's sign-in gives a kind of token Wardlight does not know.");
    const seconds = number(expires_in);
    const good = seconds === null ? UNSAID_MS : seconds * 1000;
    // One that is good for less than a minute is used for half of it.
    return { token, until: asked + good - Math.min(MARGIN_MS, good / 2) };
  };

  let current: { readonly token: string; readonly until: number } | null = null;
  let coming: Promise<string> | null = null;
  const renew = async (): Promise<string> => {
    current = await fetchToken();
    return current.token;
  };
  return {
    async token() {
      if (current !== null && current.until > now()) return current.token;
      coming ??= renew().finally(() => {
        coming = null;
      });
      return coming;
    },
    reject(token) {
      if (current?.token === token) current = null;
    },
  };
}
