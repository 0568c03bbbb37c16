import { predict } from "@/app/_adapters/api/operations/predictions";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** A FHIR Bundle of one patient in, each stay's explained risk out; nothing is kept. */
export const POST = serve(predict);
