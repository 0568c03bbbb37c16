import { answerNotification } from "@/app/_adapters/notify";

export const dynamic = "force-dynamic";

interface Context {
  readonly params: Promise<{ readonly path?: string[] }>;
}

/**
 * A FHIR server says that something changed (R4 Subscription, rest-hook). Servers that send the resource send it as an
 * update (PUT) under its own address, and some say that one was deleted (DELETE).
 */
async function handleNotification(request: Request, { params }: Context): Promise<Response> {
  return answerNotification(request, (await params).path ?? []);
}

export { handleNotification as DELETE, handleNotification as POST, handleNotification as PUT };
