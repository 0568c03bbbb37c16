import { predictions } from "@/app/_adapters/api/operations/predictions";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** What the model said, oldest first, a page at a time. */
export const GET = serve(predictions);
