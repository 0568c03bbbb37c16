import { answerNotification } from "@/app/_adapters/notify";

export const dynamic = "force-dynamic";

interface Context {
  readonly params: Promise<{ readonly path?: string[] }>;
}

/** A FHIR server says that something changed (R4 Subscription, rest-hook). */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  return answerNotification(request, (await params).path ?? []);
}

/** The same: servers that send the resource send it as an update under its own address. */
export const PUT = POST;
