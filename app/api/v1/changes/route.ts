import { changes } from "@/app/_adapters/api/operations/stays";
import { serve } from "@/app/_adapters/api/serve";

export const dynamic = "force-dynamic";

/** Server-sent events: that something changed on the reader's wards, or of `?stay=`. */
export const GET = serve(changes);
