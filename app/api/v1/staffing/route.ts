import { unitStaffing } from "@/app/_adapters/api/operations/forecasts";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** Rules and rota of a unit. */
export const POST = serve(unitStaffing);
