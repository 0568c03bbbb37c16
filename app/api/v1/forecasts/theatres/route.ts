import { theatresForecast } from "@/app/_adapters/api/operations/theatres";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** A fortnight in theatre. */
export const GET = serve(theatresForecast);
