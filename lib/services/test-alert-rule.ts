import type { AlertRule } from "@/lib/core/alerts/alert-rule";

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
