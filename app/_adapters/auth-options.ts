import "server-only";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { authCookies } from "@/app/_adapters/cookies";
import { OIDC, oidcProvider } from "@/app/_adapters/oidc-provider";
import { SESSION_MS } from "@/lib/core/access/session-rules";
import { isFault } from "@/lib/core/fault";
import { type RunningHouse, runningHouse } from "@/lib/services/running-house";
import { endOwnSession } from "@/lib/services/sessions";
import { type SignedIn, signIn } from "@/lib/services/sign-in";
import { signInWithOidc } from "@/lib/services/sign-in-oidc";

type Environment = RunningHouse["environment"];

/** next-auth would print errors with what was sent; which kind it was is enough, and the audit has the rest. */
const quietLogger: NonNullable<NextAuthOptions["logger"]> = {
  error: (code) => runningHouse().log.warn({ code }, "sign-in"),
  warn: () => {},
  debug: () => {},
};

const localProvider = CredentialsProvider({
  name: "Wardlight",
  credentials: { email: { type: "text" }, password: { type: "password" } },
  authorize: async (credentials) => {
    try {
      return await signIn(runningHouse(), credentials);
    } catch (error) {
      // The screen tells these two apart by code; anything else is nobody's business there.
      throw new Error(isFault(error) ? error.code : "error");
    }
  },
});

function providersOf({ oidc, hasLocalSignIn }: Environment): NextAuthOptions["providers"] {
  return [...(oidc === null ? [] : [oidcProvider(oidc)]), ...(hasLocalSignIn ? [localProvider] : [])];
}

/**
 * How people sign in. The cookie carries the user's id and the session's, sealed, and nothing else: whether the
 * session is open, and role and wards, are read from the database each time, so that taking them away works at once.
 */
export function authOptions(): NextAuthOptions {
  const { environment } = runningHouse();
  const isSecure = environment.baseUrl.startsWith("https:");
  return {
    secret: environment.sessionSecret,
    session: { strategy: "jwt", maxAge: SESSION_MS / 1000 },
    useSecureCookies: isSecure,
    cookies: authCookies(isSecure),
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: providersOf(environment),
    logger: quietLogger,
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        if (account?.provider !== OIDC) return true;
        const issuer = environment.oidc?.issuer ?? "";
        const answer = await signInWithOidc(runningHouse(), issuer, profile);
        if (typeof answer === "string") return `/sign-in?error=${answer}`;
        // What `jwt` is given next: whose account this is here, in place of what the provider calls them.
        Object.assign(user, answer);
        return true;
      },
      jwt: ({ token, user }) => {
        const signedIn = user as SignedIn | undefined;
        return signedIn ? { sub: signedIn.id, sid: signedIn.sessionId } : { sub: token.sub ?? "", sid: token.sid };
      },
      // What scripts may read of it: that there is one.
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        const { sub: userId, sid: sessionId } = token ?? {};
        if (typeof userId === "string" && typeof sessionId === "string")
          await endOwnSession(runningHouse(), { userId, sessionId }, "signed-out");
      },
    },
  };
}
