import type { TheatrePlan, TheatrePlanInput } from "@/lib/core/theatres/plan-theatres";
import { runOnce } from "@/lib/io/run-once";

/** A fortnight in theatre, worked out in a thread of its own: a large hospital's takes most of a second. */
export const runPlanTheatres = (input: TheatrePlanInput): Promise<TheatrePlan> => runOnce("plan-theatres", input);
