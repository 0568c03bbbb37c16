import type { AlertRule } from "@/lib/core/alerts/alert-rule";
import { alerts } from "@/lib/io/database/alert-schema";
import { insertRule } from "@/lib/services/alert-rules";
import type { House } from "@/lib/services/house";

/** For tests only: a rule on the first ward that is on, told to nurses at once, and repeats nothing. */
export function testRule(rest: Partial<AlertRule> = {}): AlertRule {
  return {
    name: "High scores",
    wardIds: ["w1"],
    role: "nurse",
    condition: { kind: "tier-crossed", threshold: { by: "tier", tier: "high" }, firstScoreCounts: false },
    quiet: null,
    repeatAfterHours: 0,
    escalation: null,
    email: false,
    webhookIds: [],
    isOn: true,
    ...rest,
  };
}

/** For tests only: an open alert about a stay of the test house, under a rule that nothing else uses. */
export async function insertTestAlert(
  { database, clock }: House,
  about: { readonly wardId: string; readonly stayId: string; readonly predictionId: string },
): Promise<string> {
  const [id, ruleId] = [crypto.randomUUID(), crypto.randomUUID()];
  const finding = { probability: 0.4, tier: "high" as const, from: null, reason: null, plannedEndAt: null };
  await database.transaction(async (tx) => {
    const now = clock.now();
    const rule = testRule({ wardIds: [about.wardId] });
    await insertRule({ tx, now }, { ruleId, version: 1, userId: null, burden: null, rule });
    const { wardId, stayId, predictionId } = about;
    await tx.insert(alerts).values({
      ...{ id, ruleId, ruleVersion: 1, kind: "tier-crossed", finding, state: "open", roles: ["nurse"], raisedAt: now },
      ...{ wardId, stayId, predictionId, patientId: stayId.slice("stay-".length), modelVersion: "1.0.0" },
    });
  });
  return id;
}
