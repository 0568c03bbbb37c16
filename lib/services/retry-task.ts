import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import { tasks } from "@/lib/io/database/connection-schema";
import { verb } from "@/lib/services/verb";

/** Tries work that was put aside again from the start: at once, and as often as if it were new. */
export const retryTask = verb({
  name: "retry-task",
  input: z.object({ taskIds: z.array(z.uuid()).min(1).max(500) }),
  about: ({ taskIds: [first, ...others] }): Record<string, string> =>
    first !== undefined && others.length === 0 ? { taskId: first } : {},
  wards: async () => [],
  run: async ({ tx, now }, { taskIds }) => {
    const retried = await tx
      .update(tasks)
      .set({ state: "waiting", dueAt: now, attempts: 0, leasedUntil: null })
      .where(and(inArray(tasks.id, taskIds), eq(tasks.state, "dead")))
      .returning({ id: tasks.id });
    if (retried.length === 0) throw new Fault("not-found", "This work is not put aside any more.");
    const output = { retried: retried.length };
    const [first] = retried;
    return { output, audit: { target: retried.length === 1 && first ? { taskId: first.id } : {}, detail: output } };
  },
});
