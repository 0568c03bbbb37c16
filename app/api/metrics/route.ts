import { answerMetrics } from "@/app/_adapters/metrics-answer";
import { runningHouse } from "@/lib/services/running-house";

export const dynamic = "force-dynamic";

/** Prometheus text: rates, times, queues, the model's versions; nothing of any patient. */
export const GET = (request: Request): Promise<Response> => answerMetrics(request, runningHouse);
