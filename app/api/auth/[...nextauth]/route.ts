import NextAuth from "next-auth";
import { authOptions } from "@/app/_adapters/auth-options";

interface Context {
  readonly params: Promise<{ readonly nextauth: string[] }>;
}

const handler = (request: Request, context: Context): Promise<Response> => NextAuth(authOptions())(request, context);

export { handler as GET, handler as POST };
