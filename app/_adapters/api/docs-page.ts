import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { apiHeaders, problemResponse } from "@/app/_adapters/api/problem-response";
import { runningHouse } from "@/lib/services/running-house";

/** What the page needs of swagger-ui-dist, served from here: it works without the internet. */
const FILES: Readonly<Record<string, string>> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
};

const START = `SwaggerUIBundle({
  url: "/api/openapi.json", dom_id: "#docs", deepLinking: true, validatorUrl: "none",
  defaultModelsExpandDepth: 0, persistAuthorization: false, supportedSubmitMethods: ["get", "post", "delete"],
});`;

/** The document's browser: no script runs but those that carry the answer's own nonce. */
export function docsPage(request: Request): Response {
  const nonce = (request.headers.get("x-nonce") ?? "").replace(/[^A-Za-z0-9+/=]/g, "");
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Wardlight API</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
<style>body { margin: 0; background: #fff; } .swagger-ui .wrapper { padding: 0 0.75rem; }
@media (max-width: 40rem) { .swagger-ui table, .swagger-ui tbody, .swagger-ui tr, .swagger-ui td { display: block; }
.swagger-ui .opblock-summary-path { word-break: break-all; max-width: 100%; } }</style>
</head>
<body>
<main id="docs"><noscript>This page needs scripts. The document itself is at <a href="/api/openapi.json">/api/openapi.json</a>.</noscript></main>
<script nonce="${nonce}" src="/api/docs/swagger-ui-bundle.js"></script>
<script nonce="${nonce}">${START}</script>
</body>
</html>
`;
  return new Response(page, { headers: apiHeaders({ "Content-Type": "text/html; charset=utf-8" }) });
}

/** One of the page's files, as the package has it. */
export async function docsFile(name: string): Promise<Response> {
  const type = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
  if (type === undefined) return problemResponse("not-found", "There is no such file.");
  try {
    const bytes = await readFile(join(runningHouse().environment.root, "node_modules/swagger-ui-dist", name));
    const headers = apiHeaders({ "Content-Type": type });
    headers.set("Cache-Control", "public, max-age=3600");
    return new Response(new Uint8Array(bytes), { headers });
  } catch {
    return problemResponse("not-ready", "The page's files are not there: swagger-ui-dist is not installed.");
  }
}
