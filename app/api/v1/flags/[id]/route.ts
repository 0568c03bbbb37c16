import { oldFlag } from "@/app/_adapters/api/operations/acting";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** Takes one's own flag back. */
export const DELETE = serve(oldFlag);
