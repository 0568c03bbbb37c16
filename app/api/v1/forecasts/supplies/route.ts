import { suppliesForecast } from "@/app/_adapters/api/operations/theatres";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** What operations use. */
export const GET = serve(suppliesForecast);
