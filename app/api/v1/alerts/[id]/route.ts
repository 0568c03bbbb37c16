import { alertStep } from "@/app/_adapters/api/operations/alerts";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** Takes an alert, puts it off, sets it aside or opens it again. */
export const POST = serve(alertStep);
