import { flags, newFlag } from "@/app/_adapters/api/operations/acting";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** Open flags of the reader's wards, filtered by `?kind=`, `?version=`, `?ward=`; `?format=csv` without identity. */
export const GET = serve(flags);

/** Says that a prediction is wrong. */
export const POST = serve(newFlag);
