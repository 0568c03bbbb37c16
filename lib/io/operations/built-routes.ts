import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { nameRoutes, OTHER_ROUTE, routesManifest } from "@/lib/core/operations/route-names";

/** Names routes as the build under `root` has them; where nothing is built (`next dev`) everything is "other". */
export function openRouteNames(root: string): (url: string) => string {
  const file = join(root, ".next/routes-manifest.json");
  if (!existsSync(file)) return () => OTHER_ROUTE;
  return nameRoutes(routesManifest.parse(JSON.parse(readFileSync(file, "utf8"))));
}
