import { docsFile } from "@/app/_adapters/api/docs-page";

export const dynamic = "force-dynamic";

/** The page's own style and script. */
export async function GET(_request: Request, { params }: { readonly params: Promise<{ file: string }> }) {
  return docsFile((await params).file);
}
