import { modelCard } from "@/app/_adapters/api/operations/house";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** One version's source attributes. */
export const GET = serve(modelCard);
