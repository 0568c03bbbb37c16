import { newIntervention } from "@/app/_adapters/api/operations/acting";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** Writes down what was done about one stay or many. */
export const POST = serve(newIntervention);
