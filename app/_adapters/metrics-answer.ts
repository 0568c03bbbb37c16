import { createHash, timingSafeEqual } from "node:crypto";
import { problemOf } from "@/app/_adapters/api/answer";
import { apiHeaders } from "@/app/_adapters/api/problem-response";
import { Fault } from "@/lib/core/fault";
import { gatherMetrics } from "@/lib/services/gather-metrics";
import type { RunningHouse } from "@/lib/services/running-house";
import packageJson from "@/package.json" with { type: "json" };

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Only who has METRICS_TOKEN; in the demo, where none is set, everybody. A Fault otherwise. */
function assertMayRead(authorization: string | null, { metricsToken, isDemo }: RunningHouse["environment"]): void {
  if (metricsToken === null && isDemo) return;
  if (metricsToken === null) throw new Fault("not-ready", "METRICS_TOKEN is not set, so nobody may read the metrics.");
  const sent = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1] ?? "";
  if (!timingSafeEqual(digest(sent), digest(metricsToken)))
    throw new Fault("unauthenticated", "Send METRICS_TOKEN as Authorization: Bearer.");
}

/** The metrics of this process and its database, as Prometheus reads them. Never throws. */
export async function answerMetrics(request: Request, house: () => RunningHouse): Promise<Response> {
  try {
    const running = house();
    assertMayRead(request.headers.get("authorization"), running.environment);
    const { contentType, text } = await gatherMetrics(running, packageJson);
    return new Response(text, { headers: apiHeaders({ "Content-Type": contentType }) });
  } catch (thrown) {
    return problemOf(thrown);
  }
}
