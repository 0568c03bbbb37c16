import "server-only";
import type { OAuthConfig } from "next-auth/providers/oauth";
import type { RunningHouse } from "@/lib/services/running-house";

/** What next-auth calls the hospital's identity provider; part of the callback's address, which is registered there. */
export const OIDC = "oidc";

type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };

/**
 * Any OpenID Connect provider: authorization code with PKCE, state and nonce; the ID token's signature, issuer,
 * audience, nonce and times are checked by openid-client. Where the token holds no address, the userinfo endpoint is
 * asked, whose subject must be the same.
 * @see https://openid.net/specs/openid-connect-core-1_0.html
 */
export function oidcProvider({
  issuer,
  clientId,
  clientSecret,
}: NonNullable<RunningHouse["environment"]["oidc"]>): OAuthConfig<Claims> {
  return {
    id: OIDC,
    name: "Hospital account",
    type: "oauth",
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    checks: ["pkce", "state", "nonce"],
    idToken: true,
    // On a shared workstation the last person may still be signed in at the provider: it is to ask again.
    authorization: { params: { scope: "openid email", prompt: "login" } },
    userinfo: {
      request: async ({ client, tokens }) => {
        const { claims } = tokens as unknown as { claims(): Claims };
        const own = claims.call(tokens);
        if (own.email !== undefined || !client.issuer.metadata.userinfo_endpoint) return own;
        const { email, email_verified } = await client.userinfo(tokens as never);
        return { ...own, email, email_verified } as never;
      },
    },
    profile: ({ sub }) => ({ id: sub }),
  };
}
