import { z } from "zod";
import {
  ALERT_DISMISSALS,
  ALERT_EVENTS,
  ALERT_LISTS,
  ALERT_RESOLUTIONS,
  ALERT_STATES,
  type AlertsView,
  type AlertView,
} from "@/lib/core/alerts/alert";
import { ALERT_KINDS, ALERT_ROLES } from "@/lib/core/alerts/alert-rule";
import { chance, instant, named, patientIdentity, silentBecause, tier } from "@/lib/core/api/common-schemas";

export const alertView = z
  .strictObject({
    id: z.uuid(),
    ruleId: z.uuid(),
    ruleVersion: z.number(),
    ruleName: z.string(),
    kind: z.enum(ALERT_KINDS),
    state: z.enum(ALERT_STATES),
    stayId: z.string(),
    patient: patientIdentity,
    wardId: z.string(),
    wardName: z.string(),
    bed: z.string().nullable(),
    plannedEndAt: instant.nullable(),
    because: z.string().meta({ description: "Why it was raised, in one sentence that names nobody." }),
    probability: chance.nullable().meta({ description: "The patient's score now." }),
    tier: tier.nullable(),
    raisedAt: instant,
    snoozedUntil: instant.nullable(),
    escalatedAt: instant.nullable(),
    roles: z.array(z.enum(ALERT_ROLES)),
    isMine: z.boolean().meta({ description: "Addressed to the caller's role; a program has none." }),
    repeats: z.number().meta({ description: "How often the same came up again while it was live." }),
    endedAt: instant.nullable(),
    events: z.array(
      z.strictObject({
        kind: z.enum(ALERT_EVENTS),
        at: instant,
        byName: z.string().nullable(),
        dismissal: z.enum(ALERT_DISMISSALS).nullable(),
        resolution: z.enum(ALERT_RESOLUTIONS).nullable(),
        until: instant.nullable(),
        note: z.string(),
      }),
    ),
  })
  .meta({ id: "Alert" }) satisfies z.ZodType<AlertView>;

export const alertsView = z
  .strictObject({
    list: z.enum(ALERT_LISTS),
    wards: z.array(named),
    wardId: z.string().nullable(),
    alerts: z.array(alertView),
    next: z.string().nullable().meta({ description: "Cursor of the next page; null on the last." }),
    counts: z.strictObject({
      open: z.number(),
      acknowledged: z.number(),
      snoozed: z.number(),
      done: z.number().nullable().meta({ description: "Counted where `list` is done; null elsewhere." }),
      held: z.number(),
      mine: z.number(),
    }),
    rules: z.number().meta({ description: "Rules that are switched on for any of the wards shown." }),
    silentBecause,
    lookedAt: instant
      .nullable()
      .meta({ description: "When the rules were last looked at; null where they never were." }),
    asOf: instant,
    timeZone: z.string(),
    mayAct: z.boolean(),
  })
  .meta({ id: "Alerts" }) satisfies z.ZodType<AlertsView>;
