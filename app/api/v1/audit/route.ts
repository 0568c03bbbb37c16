import { audit } from "@/app/_adapters/api/operations/house";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** The audit by the filters of the screen, newest first: JSON by `?before=`, or all of it with `?format=csv`. */
export const GET = serve(audit);
