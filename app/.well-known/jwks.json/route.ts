import { publicKeys } from "@/lib/services/public-keys";

export const dynamic = "force-dynamic";

/** The public keys Wardlight proves itself with to other servers; read by anybody, kept for five minutes at most. */
export async function GET(): Promise<Response> {
  const headers = { "Content-Type": "application/jwk-set+json", "Cache-Control": "public, max-age=300" };
  return Response.json({ keys: publicKeys() }, { headers });
}
