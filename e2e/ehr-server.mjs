// An EHR on loopback for SMART launches: oidc-provider behind a FHIR base with a SMART configuration. Whoever is typed
// in is let in; "launch" names which patient is open.
import { createServer } from "node:http";
import Provider from "oidc-provider";

/**
 * @param {{port: number, redirectUris: string[], launches: Record<string, {patient?: string, encounter?: string}>,
 *   roles?: Record<string, {code: string, location: string}[]>, search?: {ignoresWhose?: boolean, pageSize?: number},
 *   configuration?: object, claims?: object, jwks?: object}} options
 */
export async function startEhr({
  port,
  redirectUris,
  launches,
  roles = {},
  search = {},
  configuration = {},
  claims = {},
  jwks,
}) {
  const issuer = `http://127.0.0.1:${port}`;
  const base = `${issuer}/fhir`;
  const open = new Map();
  const asked = [];
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "wardlight-app",
        ...(jwks
          ? { token_endpoint_auth_method: "private_key_jwt", token_endpoint_auth_signing_alg: "ES384", jwks }
          : { token_endpoint_auth_method: "none" }),
        redirect_uris: redirectUris,
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    enabledJWA: { clientAuthSigningAlgValues: ["RS384", "ES384"] },
    pkce: { required: () => true },
    extraParams: ["launch", "aud"],
    scopes: ["openid", "fhirUser", "launch", "launch/patient", "launch/encounter", "user/PractitionerRole.rs"],
    claims: { openid: ["sub"], fhirUser: ["fhirUser", "name"] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, fhirUser: `${base}/Practitioner/${id}`, name: `Test ${id}`, ...claims }),
    }),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope("openid fhirUser launch launch/patient launch/encounter user/PractitionerRole.rs");
      await grant.save();
      return grant;
    },
  });
  // What was open at the EHR comes back beside the token.
  provider.use(async (context, next) => {
    await next();
    if (context.oidc?.route !== "token" || context.status !== 200) return;
    Object.assign(context.body, open.get(context.oidc.entities.Account?.accountId) ?? {});
  });
  const answer = provider.callback();
  const json = (response, status, body) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

  const fhir = async (request, response, url) => {
    if (url.pathname === "/fhir/.well-known/smart-configuration")
      return json(response, 200, {
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        code_challenge_methods_supported: ["S256"],
        capabilities: ["launch-ehr", "launch-standalone", "client-public", "sso-openid-connect", "context-ehr-patient"],
        ...configuration,
      });
    const token = (request.headers.authorization ?? "").replace(/^Bearer /, "");
    if (!(await provider.AccessToken.find(token))) return json(response, 401, { resourceType: "OperationOutcome" });
    const whose = search.ignoresWhose ? Object.keys(roles) : [url.searchParams.get("practitioner")];
    const own = whose.flatMap((id) => (roles[id] ?? []).map((role) => ({ ...role, id })));
    const from = Number(url.searchParams.get("_offset") ?? 0);
    const until = from + (search.pageSize ?? own.length);
    const next = new URL(url);
    next.searchParams.set("_offset", String(until));
    const link = until < own.length ? [{ relation: "next", url: next.href }] : [];
    const entry = own.slice(from, until).map(({ id, code, location }) => ({
      resource: {
        resourceType: "PractitionerRole",
        active: true,
        practitioner: { reference: `Practitioner/${id}` },
        code: [{ coding: [{ system: "http://example.org/roles", code }] }],
        location: [{ reference: `Location/${location}` }],
      },
    }));
    return json(response, 200, { resourceType: "Bundle", type: "searchset", total: own.length, link, entry });
  };

  const page = `<!doctype html><html lang="en"><title>EHR sign-in</title><form method="post">
<label>Who are you? <input name="subject"></label> <button>Continue</button></form></html>`;

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, issuer);
    if (url.pathname.startsWith("/fhir/")) return fhir(request, response, url);
    // A page of the EHR with Wardlight in a frame.
    if (url.pathname === "/chart") {
      const frame = url.searchParams.get("frame");
      return response.setHeader("Content-Type", "text/html").end(`<!doctype html><html lang="en"><title>Chart</title>
<iframe title="Wardlight" src="${frame}" width="900" height="700"></iframe></html>`);
    }
    if (!url.pathname.startsWith("/interaction/")) return answer(request, response);
    if (request.method === "GET") return response.setHeader("Content-Type", "text/html").end(page);
    let body = "";
    for await (const chunk of request) body += chunk;
    const accountId = new URLSearchParams(body).get("subject");
    const { params } = await provider.interactionDetails(request, response);
    asked.push(params);
    if (params.aud !== base || (params.launch && !launches[params.launch]))
      return provider.interactionFinished(request, response, { error: "invalid_request" });
    open.set(accountId, params.launch ? launches[params.launch] : launches.standalone);
    await provider.interactionFinished(request, response, { login: { accountId } });
  });
  await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
  return { base, issuer, asked, close: () => new Promise((done) => server.close(done).closeAllConnections()) };
}
