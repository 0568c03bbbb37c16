import { stockCount } from "@/app/_adapters/api/operations/theatres";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** What is on the shelf. */
export const POST = serve(stockCount);
