import { alerts } from "@/app/_adapters/api/operations/alerts";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** Alerts of the caller's wards: `?list=`, `?ward=`, `?cursor=`. */
export const GET = serve(alerts);
