import { modelReport } from "@/app/_adapters/api/operations/house";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** One local validation as a page to read, print or keep: it needs nothing else and runs nothing. */
export const GET = serve(modelReport);
