import { censusForecast } from "@/app/_adapters/api/operations/forecasts";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** A fortnight of beds. */
export const GET = serve(censusForecast);
