import { checkReady } from "@/lib/services/check-ready";

export const dynamic = "force-dynamic";

/** The database answers and a model is loaded; otherwise 503 with the reason. */
export async function GET(): Promise<Response> {
  const reason = await checkReady();
  return reason === null
    ? Response.json({ status: "ready" })
    : Response.json({ status: "not ready", reason }, { status: 503 });
}
