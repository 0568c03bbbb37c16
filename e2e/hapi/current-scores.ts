import { and, eq, isNull } from "drizzle-orm";
import { predictions, stays } from "@/lib/io/database/schema";
import type { TestHouse } from "@/lib/services/test-house";

/** What stands for each patient who is in hospital. */
export const currentScores = ({ database }: TestHouse) =>
  database.transaction((tx) =>
    tx
      .select({ id: stays.id, probability: predictions.probability, features: predictions.features })
      .from(stays)
      .innerJoin(predictions, eq(predictions.id, stays.predictionId))
      .where(and(eq(stays.isCurrent, true), isNull(stays.goneAt)))
      .orderBy(stays.id),
  );
