import { z } from "zod";
import type { Role } from "@/lib/core/access/access";
import { FEATURES } from "@/lib/core/features/feature-table";

/** Whom an alert is addressed to: those who look after the patient. */
export const ALERT_ROLES = ["nurse", "clinician"] as const satisfies readonly Role[];
export type AlertRole = (typeof ALERT_ROLES)[number];

/** Tiers a rule can begin at; everybody is at least low. */
const THRESHOLD_TIERS = ["very-high", "high", "moderate"] as const;

/** 0–1, in whole per cent: what is shown is what counts. */
const wholePercent = z
  .number()
  .min(0.01)
  .max(0.99)
  .refine((chance) => Math.abs(chance * 100 - Math.round(chance * 100)) < 1e-9, "must be in whole per cent");

/** From where on a score counts: a tier of the model's own, or a probability (0–1). */
const threshold = z.discriminatedUnion("by", [
  z.object({ by: z.literal("tier"), tier: z.enum(THRESHOLD_TIERS) }),
  z.object({ by: z.literal("probability"), probability: wholePercent }),
]);
export type AlertThreshold = z.output<typeof threshold>;

const FEATURE_NAMES: ReadonlySet<string> = new Set(FEATURES.map(({ name }) => name));

/** What is looked for; each kind is judged in `judge-alert.ts` and worded in `alert-words.ts`. */
const condition = z.discriminatedUnion("kind", [
  /** A score that was below is at or above. */
  z.object({
    kind: z.literal("tier-crossed"),
    threshold,
    /** Whether a patient's very first score counts as a crossing. */
    firstScoreCounts: z.boolean(),
  }),
  /** A score rose by so many percentage points, for a reason that can be named. */
  z.object({
    kind: z.literal("rise-for-reason"),
    points: z.number().min(1).max(50),
    /** Name of the feature that must account for them; null: whichever it is. */
    feature: z
      .string()
      .refine((name) => FEATURE_NAMES.has(name), "is not a feature of the model")
      .nullable(),
  }),
  /** A high score, leaving soon, and nothing noted. */
  z.object({
    kind: z.literal("leaving-unattended"),
    threshold,
    /** Before the planned end of the stay. */
    withinHours: z.number().int().min(1).max(168),
  }),
]);
export type AlertCondition = z.output<typeof condition>;
export type AlertKind = AlertCondition["kind"];
export const ALERT_KINDS = ["tier-crossed", "rise-for-reason", "leaving-unattended"] as const satisfies AlertKind[];

const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 22:00");

/** What a person writes down as a rule. Times of day are the hospital's own. */
export const alertRule = z
  .object({
    name: z.string().trim().min(3, "Give the rule a short name").max(80),
    wardIds: z.array(z.string().min(1).max(200)).min(1, "names no ward").max(100),
    role: z.enum(ALERT_ROLES),
    condition,
    /** Nothing is told in between; what comes up is held until the end, never dropped. */
    quiet: z
      .object({ from: wallTime, to: wallTime })
      .refine(({ from, to }) => from !== to, "begins and ends at the same time")
      .nullable(),
    /**
     * The same stay does not come up again under this rule while an alert is live, nor for so long after it was over;
     * one that was only paused (no score, scores not shown, another ward or version) comes up once it holds as before.
     */
    repeatAfterHours: z.number().int().min(0).max(720),
    /** Whom else to tell where nobody has taken it after so long. */
    escalation: z.object({ afterMinutes: z.number().int().min(5).max(1440), toRole: z.enum(ALERT_ROLES) }).nullable(),
    /** To the people of the role on the ward, beside the inbox, which always shows it. */
    email: z.boolean(),
    webhookIds: z.array(z.uuid()).max(5),
    /** A rule that is off is kept and finds nothing. */
    isOn: z.boolean(),
  })
  .refine(({ condition: { kind }, repeatAfterHours }) => kind !== "leaving-unattended" || repeatAfterHours > 0, {
    path: ["repeatAfterHours"],
    message: "must be at least 1 here: the same would come up again the moment an alert is set aside",
  })
  .refine(({ role, escalation }) => escalation === null || escalation.toRole !== role, {
    path: ["escalation"],
    message: "goes to those who were told first",
  });
export type AlertRule = z.output<typeof alertRule>;

/** A rule as it stands, with who wrote it. Each saving is a version of its own; earlier ones are kept. */
export interface AlertRuleView {
  readonly id: string;
  readonly version: number;
  readonly rule: AlertRule;
  readonly savedBy: string;
  /** ISO-8601. */
  readonly savedAt: string;
  /** Names of the rule's wards, in their order. */
  readonly wardNames: readonly string[];
  /** Alerts it raised over the last 30 days, and how many are not ended. */
  readonly raised30Days: number;
  readonly live: number;
  /** Whether the reader may change it: by their role, and all its wards are theirs. */
  readonly mayChange: boolean;
}

/** What the rule editor is made of. */
export interface AlertRulesView {
  readonly rules: readonly AlertRuleView[];
  /** Those the reader may write rules for. */
  readonly wards: readonly { readonly id: string; readonly name: string }[];
  /** Features a rule can name, by label. */
  readonly features: readonly { readonly name: string; readonly label: string }[];
  readonly webhooks: readonly { readonly id: string; readonly name: string }[];
  readonly timeZone: string;
  /** Whether the reader's role may write rules at all. */
  readonly mayChange: boolean;
}
