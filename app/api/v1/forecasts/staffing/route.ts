import { staffingForecast } from "@/app/_adapters/api/operations/forecasts";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** The nurses that a fortnight of beds asks for. */
export const GET = serve(staffingForecast);
