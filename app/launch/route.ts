import { handleLaunch } from "@/app/_adapters/launch";

export const dynamic = "force-dynamic";

export { handleLaunch as GET };
