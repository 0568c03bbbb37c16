import type { LearntCensus, ToLearn } from "@/lib/core/capacity/learn-census";
import { runOnce } from "@/lib/io/run-once";

/** What a hospital's past says of its next days, learnt in a thread of its own: it takes up to a second. */
export const runLearnCensus = (input: ToLearn): Promise<LearntCensus> => runOnce("learn-census", input);
