import type { DemandOutput } from "@/lib/core/demand/forecast-demand";
import type { NightInput } from "@/lib/core/demand/make-night";
import { runOnce } from "@/lib/io/run-once";

/** A night's forecasts, made in a thread of its own. */
export const runForecasts = (input: NightInput): Promise<DemandOutput> => runOnce("forecast-night", input);
