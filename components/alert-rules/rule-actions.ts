import type { AlertBurden } from "@/lib/core/alerts/alert-burden";
import type { AlertRule } from "@/lib/core/alerts/alert-rule";

/** What the editor asks for; what goes wrong is an error whose message may be shown. */
export interface RuleActions {
  /** What the rule would have come to. */
  readonly preview: (rule: AlertRule) => Promise<AlertBurden>;
  /** Saves it as a new version of a rule, or as a new rule. */
  readonly save: (input: {
    readonly rule: AlertRule;
    readonly ruleId: string | null;
    readonly version: number | null;
  }) => Promise<void>;
}
