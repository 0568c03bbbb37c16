import { z } from "zod";

const route = z.object({ page: z.string(), regex: z.string() });

/** What the build wrote about its routes; only this much of it is read. */
export const routesManifest = z.object({ staticRoutes: z.array(route), dynamicRoutes: z.array(route) });

/** Where a path without a name of its own goes: an id in an address must reach no metric and no log. */
export const OTHER_ROUTE = "other";

/** Scripts, styles and pictures of the pages: many, all alike. */
const ASSETS = /^\/(_next\/|icon\.svg$|favicon\.ico$|robots\.txt$)/;

/**
 * Names requests by the route that answers them: "/stays/[id]", never "/stays/123". The names are those of the build,
 * so there are only so many, whatever is asked for.
 */
export function nameRoutes({ staticRoutes, dynamicRoutes }: z.output<typeof routesManifest>) {
  const fixed = new Set(staticRoutes.map(({ page }) => page));
  const patterns = dynamicRoutes.map(({ page, regex }) => ({ page, pattern: new RegExp(regex) }));
  return (url: string): string => {
    const [path = ""] = url.split("?", 1);
    const plain = path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
    if (fixed.has(plain)) return plain;
    if (ASSETS.test(plain)) return "assets";
    // Longer than any address of ours: not worth a regular expression.
    if (plain.length > 500) return OTHER_ROUTE;
    return patterns.find(({ pattern }) => pattern.test(plain))?.page ?? OTHER_ROUTE;
  };
}
