import { addressOf, type Limits, limitHeaders } from "@/app/_adapters/api/limits";
import { apiHeaders } from "@/app/_adapters/api/problem-response";
import { readText } from "@/app/_adapters/read-body";
import { isFault } from "@/lib/core/fault";
import { giveToken } from "@/lib/services/authenticate-program";
import type { House } from "@/lib/services/house";

type TokenError =
  | "invalid_request"
  | "invalid_client"
  | "unsupported_grant_type"
  | "invalid_scope"
  | "temporarily_unavailable";

const SAYS: Readonly<Record<TokenError, string>> = {
  invalid_request: "The request is not as RFC 6749 has it: a form, each field once, one way of saying who asks.",
  invalid_client: "The client is not known, or its secret is not, or no longer, right.",
  unsupported_grant_type: "Only client_credentials is.",
  invalid_scope: "The client was not given one of these scopes.",
  temporarily_unavailable: "Too many requests came from there. Wait.",
};

const NOT_KEPT = { Pragma: "no-cache", "Content-Type": "application/json" };
const MAXIMUM_BYTES = 8 * 1024;

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
function refuse(error: TokenError, status = 400, more: Readonly<Record<string, string>> = {}): Response {
  const headers = apiHeaders({ ...NOT_KEPT, ...more });
  return new Response(JSON.stringify({ error, error_description: SAYS[error] }), { status, headers });
}

/** Form-encoded, as RFC 6749 §2.3.1 has it; null where it is not. */
function decodeForm(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return null;
  }
}

interface Client {
  readonly clientId: string;
  readonly secret: string;
}

/** client_secret_basic; null where the header is not one. */
function readBasic(header: string): Client | null {
  const [, encoded] = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(header.trim()) ?? [];
  if (encoded === undefined) return null;
  const [id, ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  const [clientId, secret] = [decodeForm(id ?? ""), decodeForm(rest.join(":"))];
  return clientId === null || secret === null ? null : { clientId, secret };
}

/** A field that comes once and says something; null where it is not there. "twice" where it is repeated. */
function single(form: URLSearchParams, name: string): string | null | "twice" {
  const values = form.getAll(name);
  if (values.length > 1) return "twice";
  return values[0] === undefined || values[0] === "" ? null : values[0];
}

/** Who asks, by one of the two ways; an error where it is neither, both, or broken. */
function readClient(request: Request, form: URLSearchParams): Client | "invalid_request" | "invalid_client" {
  const header = request.headers.get("authorization");
  const [clientId, secret] = [single(form, "client_id"), single(form, "client_secret")];
  if (clientId === "twice" || secret === "twice") return "invalid_request";
  if (header === null) return clientId === null || secret === null ? "invalid_client" : { clientId, secret };
  if (secret !== null) return "invalid_request";
  const basic = readBasic(header);
  if (basic === null) return "invalid_client";
  return clientId !== null && clientId !== basic.clientId ? "invalid_request" : basic;
}

async function readForm(request: Request): Promise<URLSearchParams | null> {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers.get("content-type") ?? "")) return null;
  try {
    return new URLSearchParams(await readText(request, MAXIMUM_BYTES));
  } catch (thrown) {
    if (isFault(thrown)) return null;
    throw thrown;
  }
}

const tooMany = (allowance: Parameters<typeof limitHeaders>[1]): Response =>
  refuse("temporarily_unavailable", 429, limitHeaders("tokens", { ...allowance, allowed: false }));

/**
 * OAuth 2 client credentials: an API client's id and secret for a token of a quarter of an hour.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.4
 */
export async function answerToken(
  request: Request,
  { house, limits }: { house: House; limits: Limits },
): Promise<Response> {
  const now = house.clock.now().getTime();
  const address = addressOf(request.headers);
  const failures = limits.failures.look(address, now);
  if (!failures.allowed) return tooMany(failures);
  const allowance = limits.tokens.spend(address, now);
  if (!allowance.allowed) return tooMany(allowance);
  const form = await readForm(request);
  if (form === null) return refuse("invalid_request");
  const [grant, scope] = [single(form, "grant_type"), single(form, "scope")];
  if (grant === null || grant === "twice" || scope === "twice") return refuse("invalid_request");
  if (grant !== "client_credentials") return refuse("unsupported_grant_type");
  const client = readClient(request, form);
  if (client === "invalid_request") return refuse("invalid_request");
  const wanted = scope === null ? null : scope.split(" ").filter((one) => one !== "");
  const given = client === "invalid_client" ? { error: client } : await giveToken(house, { ...client, wanted });
  if ("error" in given) {
    if (given.error === "invalid_scope") return refuse("invalid_scope");
    limits.failures.spend(address, now);
    return refuse("invalid_client", 401, { "WWW-Authenticate": 'Basic realm="Wardlight"' });
  }
  const answer = {
    access_token: given.token,
    token_type: "Bearer",
    expires_in: given.seconds,
    scope: given.scopes.join(" "),
  };
  const headers = apiHeaders({ ...NOT_KEPT, ...limitHeaders("tokens", allowance) });
  return new Response(JSON.stringify(answer), { headers });
}
