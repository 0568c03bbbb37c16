import "server-only";
import NextAuth from "next-auth";
import { authOptions } from "@/app/_adapters/auth-options";
import { OIDC } from "@/app/_adapters/oidc-provider";
import { runningHouse } from "@/lib/services/running-house";
import { refuseOidc } from "@/lib/services/sign-in-oidc";

export interface AuthContext {
  readonly params: Promise<{ readonly nextauth: string[] }>;
}

/** Errors of next-auth's own checks on what came back from the provider; what we refuse ourselves has its own words. */
const NOT_BELIEVED = /[?&]error=(OAuthCallback|Callback|OAuthSignin)\b/;

/** Signing in and out. What next-auth does not believe of the identity provider's answer is audited here. */
export async function handleAuth(request: Request, context: AuthContext): Promise<Response> {
  const response: Response = await NextAuth(authOptions())(request, context);
  const { nextauth } = await context.params;
  const isCallback = nextauth[0] === "callback" && nextauth[1] === OIDC;
  if (isCallback && NOT_BELIEVED.test(response.headers.get("location") ?? ""))
    await refuseOidc(runningHouse(), "not-believed");
  return response;
}
