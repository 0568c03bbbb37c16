import { patients } from "@/app/_adapters/api/operations/stays";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** `{text}`: patients by name, record number or birth date. A POST, so that nothing of it stands in an address. */
export const POST = serve(patients);
