import type { DemandInput, DemandOutput } from "@/lib/core/demand/forecast-demand";
import { runOnce } from "@/lib/io/run-once";

/** A night's forecasts, made in a thread of its own. */
export const runForecasts = (input: DemandInput): Promise<DemandOutput> => runOnce("forecast-demand", input);
