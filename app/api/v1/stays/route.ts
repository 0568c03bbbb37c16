import { respond } from "@/app/_adapters/respond";
import { listWorklist } from "@/lib/services/worklist";

export const dynamic = "force-dynamic";

/** The current inpatients of `?ward=`, or of all the reader's wards. */
export function GET(request: Request): Promise<Response> {
  const wardId = new URL(request.url).searchParams.get("ward");
  return respond(listWorklist, { wardId: wardId || null });
}
