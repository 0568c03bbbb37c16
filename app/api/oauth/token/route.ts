import { problemOf } from "@/app/_adapters/api/answer";
import { answerToken } from "@/app/_adapters/api/answer-token";
import { doorkeeper } from "@/app/_adapters/api/doorkeeper";

export const dynamic = "force-dynamic";

/** OAuth 2 client credentials for API clients. */
export async function POST(request: Request): Promise<Response> {
  try {
    return await answerToken(request, doorkeeper());
  } catch (thrown) {
    return problemOf(thrown);
  }
}
