import "server-only";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { authCookies } from "@/app/_adapters/cookies";
import { SESSION_MS } from "@/lib/core/access/session-rules";
import { isFault } from "@/lib/core/fault";
import { runningHouse } from "@/lib/services/running-house";
import { endOwnSession } from "@/lib/services/sessions";
import { type SignedIn, signIn } from "@/lib/services/sign-in";

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
    providers: [
      CredentialsProvider({
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
      }),
    ],
    callbacks: {
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
