import { models } from "@/app/_adapters/api/operations/house";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** The model that serves. */
export const GET = serve(models);
