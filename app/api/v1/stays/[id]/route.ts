import { stay } from "@/app/_adapters/api/operations/stays";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** One stay with its newest prediction and what was said about it. */
export const GET = serve(stay);
