import { admissionForecasts } from "@/app/_adapters/api/operations/admission-forecasts";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** Unscheduled admissions a fortnight ahead. */
export const GET = serve(admissionForecasts);
