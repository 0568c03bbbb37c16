import { respond } from "@/app/_adapters/respond";
import { readStay } from "@/lib/services/patient";

export const dynamic = "force-dynamic";

/** One stay with its newest prediction and what was said about it. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return respond(readStay, { stayId: (await params).id });
}
