import type { AlertRule } from "@/lib/core/alerts/alert-rule";

/** The demo's two rules, under ids that stay the same however often the demo is set up. */
export function demoAlertRules(wardIds: readonly string[]): { readonly ruleId: string; readonly rule: AlertRule }[] {
  const common = { wardIds: [...wardIds], role: "nurse" as const, email: false, webhookIds: [], isOn: true };
  return [
    {
      ruleId: "00000000-0000-4000-8000-00000000a1e1",
      rule: {
        ...common,
        name: "Very high score",
        condition: { kind: "tier-crossed", threshold: { by: "tier", tier: "very-high" }, firstScoreCounts: true },
        quiet: null,
        repeatAfterHours: 72,
        escalation: { afterMinutes: 240, toRole: "clinician" },
      },
    },
    {
      ruleId: "00000000-0000-4000-8000-00000000a1e2",
      rule: {
        ...common,
        name: "Leaving soon, nothing noted",
        condition: { kind: "leaving-unattended", threshold: { by: "tier", tier: "high" }, withinHours: 24 },
        quiet: { from: "22:00", to: "06:00" },
        repeatAfterHours: 24,
        escalation: null,
      },
    },
  ];
}
