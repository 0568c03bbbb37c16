// An OpenID Connect provider on loopback, for the journeys of signing in through one: `node identity-provider.mjs
// PORT REDIRECT_URI`. Whoever is typed in is let in; addresses are SUBJECT@hospital.test, verified unless the subject
// begins with "unverified". Prints one line when it can be asked.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [port, ...redirectUris] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "wardlight",
      client_secret: "a secret for the journeys only",
      redirect_uris: redirectUris,
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  pkce: { required: () => true },
  claims: { openid: ["sub"], email: ["email", "email_verified"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id}@hospital.test`, email_verified: !id.startsWith("unverified") }),
  }),
  // A hospital's own client needs nobody's consent.
  loadExistingGrant: async ({ oidc }) => {
    const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope("openid email");
    await grant.save();
    return grant;
  },
});

const page = `<!doctype html><html lang="en"><title>Hospital sign-in</title><form method="post">
<label>Who are you? <input name="subject"></label> <button>Continue</button></form></html>`;

const answer = provider.callback();
const server = createServer(async (request, response) => {
  if (!request.url.startsWith("/interaction/")) return answer(request, response);
  if (request.method === "GET") return response.setHeader("Content-Type", "text/html").end(page);
  let body = "";
  for await (const chunk of request) body += chunk;
  const accountId = new URLSearchParams(body).get("subject");
  await provider.interactionFinished(request, response, { login: { accountId } });
});
server.listen(Number(port), "127.0.0.1", () => console.log("ready"));
process.on("SIGTERM", () => process.exit(0));
