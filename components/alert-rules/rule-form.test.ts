import { describe, expect, it } from "vitest";
import { formOf, type RuleForm, toRule } from "@/components/alert-rules/rule-form";
import type { AlertRule } from "@/lib/core/alerts/alert-rule";

const common = {
  name: "A rule",
  wardIds: ["w1", "w2"],
  role: "clinician" as const,
  quiet: { from: "22:00", to: "06:30" },
  repeatAfterHours: 12,
  escalation: { afterMinutes: 45, toRole: "nurse" as const },
  email: true,
  webhookIds: ["00000000-0000-4000-8000-000000000001"],
  isOn: false,
};
const webhooks = [{ id: "00000000-0000-4000-8000-000000000001" }];
const rules: AlertRule[] = [
  {
    ...common,
    condition: { kind: "tier-crossed", threshold: { by: "tier", tier: "very-high" }, firstScoreCounts: true },
  },
  { ...common, condition: { kind: "rise-for-reason", points: 7.5, feature: "priorInpatient" } },
  {
    ...common,
    quiet: null,
    escalation: null,
    condition: { kind: "leaving-unattended", threshold: { by: "probability", probability: 0.35 }, withinHours: 36 },
  },
];

describe("the form of a rule", () => {
  it.each(rules.map((rule) => [rule.condition.kind, rule] as const))(
    "gives back the rule it was filled from: %s",
    (_, rule) => expect(toRule(formOf(rule, webhooks))).toEqual({ rule }),
  );

  it("leaves out a webhook that has ended, which no box could take away", () => {
    const [rule] = rules as [AlertRule];
    expect(toRule(formOf(rule, []))).toEqual({ rule: { ...rule, webhookIds: [] } });
  });

  it("gives back every whole per cent as it was", () => {
    for (let percent = 1; percent < 100; percent++) {
      const threshold = { by: "probability", probability: percent / 100 } as const;
      const rule = { ...common, condition: { kind: "tier-crossed", threshold, firstScoreCounts: true } } as AlertRule;
      expect(toRule(formOf(rule, webhooks))).toEqual({ rule });
    }
  });

  const filled: RuleForm = { ...formOf(null, []), name: "A rule", wardIds: new Set(["w1"]) };

  it("is complete once it has a name and a ward", () => {
    expect(toRule(filled)).toMatchObject({ rule: { isOn: true, quiet: { from: "21:00", to: "07:00" } } });
  });

  it.each<[Partial<RuleForm>, string]>([
    [{ name: "x" }, "Name: write 3 to 80 characters."],
    [{ wardIds: new Set() }, "Wards: choose at least one."],
    [{ kind: "rise-for-reason", points: "a lot" }, "By how many points: write a number from 1 to 50."],
    [
      { kind: "tier-crossed", threshold: "probability", percent: "120" },
      "From how many per cent: write a whole number from 1 to 99.",
    ],
    [
      { kind: "tier-crossed", threshold: "probability", percent: "12,5" },
      "From how many per cent: write a whole number from 1 to 99.",
    ],
    [{ withinHours: "1.5" }, "Hours before the planned end: write a whole number from 1 to 168."],
    [{ quietTo: "21:00" }, "Quiet hours: begins and ends at the same time."],
    [{ escalates: true, afterMinutes: "1" }, "Told to others after: write a whole number from 5 to 1440."],
  ])("says what is missing: %j", (change, asks) => expect(toRule({ ...filled, ...change })).toEqual({ asks }));
});
