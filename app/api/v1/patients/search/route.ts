import { respond } from "@/app/_adapters/respond";
import { findPatient } from "@/lib/services/find-patient";

export const dynamic = "force-dynamic";

/** `{text}`: patients by name, record number or birth date. A POST, so that nothing of it stands in an address. */
export async function POST(request: Request): Promise<Response> {
  return respond(findPatient, await request.json().catch(() => null));
}
