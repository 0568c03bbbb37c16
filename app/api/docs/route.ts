import { docsPage } from "@/app/_adapters/api/docs-page";

export const dynamic = "force-dynamic";

/** The API's document to read and try; it tells of no patient, and anybody may read it. */
export function GET(request: Request): Response {
  return docsPage(request);
}
