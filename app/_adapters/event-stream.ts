import { HTTPS_ONLY, SECURITY_HEADERS } from "@/lib/core/access/security-headers";
import { toEventStream } from "@/lib/core/worklist/change-event";
import type { ChangeStream } from "@/lib/services/follow-changes";

function headersOf(): Headers {
  const headers = new Headers(SECURITY_HEADERS);
  if (process.env.NEXTAUTH_URL?.startsWith("https:")) headers.set(...HTTPS_ONLY);
  headers.set("Content-Type", "text/event-stream; charset=utf-8");
  // "no-transform": compressed, an event would wait until a block is full.
  headers.set("Cache-Control", "private, no-store, no-transform");
  headers.set("X-Accel-Buffering", "no");
  return headers;
}

/** Changes as server-sent events, until the reader leaves or the stream ends. */
export function toEventResponse({ batches, close }: ChangeStream, left: AbortSignal): Response {
  const encoder = new TextEncoder();
  const iterator = batches[Symbol.asyncIterator]();
  left.addEventListener("abort", close, { once: true });
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      // Written at once, so that the browser knows that it is connected; and how soon to come back if it is cut off.
      controller.enqueue(encoder.encode("retry: 3000\n\n"));
    },
    async pull(controller) {
      const next = await iterator.next();
      if (!next.done) return controller.enqueue(encoder.encode(toEventStream(next.value)));
      close();
      controller.close();
    },
    cancel: close,
  });
  return new Response(body, { headers: headersOf() });
}
