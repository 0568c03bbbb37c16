import "server-only";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { isFault } from "@/lib/core/fault";
import { runningHouse } from "@/lib/services/running-house";
import { signIn } from "@/lib/services/sign-in";

/** A working day: then people sign in again. */
const SESSION_SECONDS = 12 * 60 * 60;

/**
 * How people sign in. The session carries the user's id and nothing else: role and wards are read from the database
 * each time something is done, so that taking them away works at once.
 */
export function authOptions(): NextAuthOptions {
  const { environment } = runningHouse();
  return {
    secret: environment.sessionSecret,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        name: "Wardlight",
        credentials: { email: { type: "text" }, password: { type: "password" } },
        authorize: async (credentials) => {
          try {
            const user = await signIn(runningHouse(), credentials);
            return user === null ? null : { id: user.id };
          } catch (error) {
            // The screen tells these two apart by code; anything else is nobody's business there.
            throw new Error(isFault(error) ? error.code : "error");
          }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sub: user.id } : token.sub ? { sub: token.sub } : {}),
      // Only the id: next-auth would add name, email and picture.
      session: ({ session, token }) => ({ expires: session.expires, user: { id: token.sub } as { name?: string } }),
    },
  };
}
