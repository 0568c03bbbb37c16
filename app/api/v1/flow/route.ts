import { flow } from "@/app/_adapters/api/operations/house";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** A week of beds by unit. */
export const GET = serve(flow);
