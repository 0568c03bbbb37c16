import { handleLaunchCallback } from "@/app/_adapters/launch";

export const dynamic = "force-dynamic";

export { handleLaunchCallback as GET };
