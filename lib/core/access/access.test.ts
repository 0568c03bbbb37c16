import { describe, expect, it } from "vitest";
import { actorMayUse, maySeeWard, mayUse, ROLES, VERB_NAMES } from "@/lib/core/access/access";
import { SCOPE_NAMES } from "@/lib/core/access/scopes";

describe("who may do what", () => {
  it("is exactly this table", () => {
    const table = Object.fromEntries(ROLES.map((role) => [role, VERB_NAMES.filter((verb) => mayUse(role, verb))]));
    expect(table).toEqual({
      nurse: [
        "list-worklist",
        "read-stay",
        "follow-changes",
        "find-patient",
        "flag-prediction",
        "withdraw-flag",
        "note-intervention",
        "withdraw-intervention",
        "respond-to-prediction",
        "withdraw-response",
        "set-cutoff",
        "list-alerts",
        "act-on-alert",
        "read-alert-rules",
        "break-glass",
        "change-own-password",
      ],
      clinician: [
        "list-worklist",
        "read-stay",
        "follow-changes",
        "find-patient",
        "flag-prediction",
        "withdraw-flag",
        "list-reviews",
        "assign-flag",
        "adjudicate-flag",
        "withdraw-adjudication",
        "list-adjudications",
        "note-intervention",
        "withdraw-intervention",
        "respond-to-prediction",
        "withdraw-response",
        "set-cutoff",
        "list-alerts",
        "act-on-alert",
        "read-alert-rules",
        "preview-alert-rule",
        "save-alert-rule",
        "break-glass",
        "read-programme",
        "read-models",
        "decide-visibility",
        "read-gates",
        "compare-models",
        "promote-model",
        "set-rollout",
        "roll-back-model",
        "read-labels",
        "read-monitoring",
        "change-own-password",
      ],
      administrator: [
        "list-worklist",
        "follow-changes",
        "read-alert-rules",
        "preview-alert-rule",
        "save-alert-rule",
        "read-patient-flow",
        "read-census",
        "read-ed-board",
        "set-unit-beds",
        "read-forecasts",
        "read-forecast-accuracy",
        "set-forecast-setting",
        "read-programme",
        "roll-back-model",
        "read-past-list",
        "read-monitoring",
        "answer-incident",
        "manage-users",
        "change-own-password",
        "manage-connections",
        "read-connections",
        "revoke-sessions",
        "retry-task",
        "set-write-back",
        "set-notifications",
        "test-connection",
        "manage-alert-webhooks",
        "read-alert-deliveries",
      ],
      "data-scientist": [
        "list-worklist",
        "read-stay",
        "follow-changes",
        "list-flags",
        "list-reviews",
        "assign-flag",
        "adjudicate-flag",
        "withdraw-adjudication",
        "list-adjudications",
        "read-alert-rules",
        "preview-alert-rule",
        "list-predictions",
        "read-forecasts",
        "read-forecast-accuracy",
        "read-programme",
        "read-models",
        "validate-model",
        "decide-visibility",
        "judge-candidate",
        "read-gates",
        "compare-models",
        "register-model",
        "promote-model",
        "set-rollout",
        "roll-back-model",
        "read-labels",
        "make-snapshot",
        "read-snapshots",
        "read-past-list",
        "start-training",
        "cancel-training",
        "read-training-runs",
        "read-monitoring",
        "answer-incident",
        "run-monitoring",
        "change-own-password",
      ],
      compliance: [
        "list-break-glass",
        "review-break-glass",
        "read-past-list",
        "read-audit",
        "verify-audit",
        "change-own-password",
        "revoke-sessions",
      ],
    });
  });

  it("lets an operator at the machine run the house and say nothing about a patient", () => {
    expect(VERB_NAMES.filter((verb) => mayUse("system", verb))).toEqual([
      "list-adjudications",
      "sweep-alerts",
      "make-forecasts",
      "read-models",
      "validate-model",
      "judge-candidate",
      "read-gates",
      "register-model",
      "promote-model",
      "set-rollout",
      "roll-back-model",
      "read-labels",
      "make-snapshot",
      "read-snapshots",
      "run-monitoring",
      "verify-audit",
      "manage-users",
      "manage-connections",
      "read-connections",
      "revoke-sessions",
      "retry-task",
      "keep-subscriptions",
      "deliver-alerts",
      "write-predictions",
      "import-bundles",
      "import-bulk",
      "sync-feed",
      "sync-demand",
      "read-patient",
      "find-outcomes",
      "derive-labels",
      "run-training",
      "expire-past-lists",
      "rotate-keys",
      "set-up-demo",
    ]);
  });

  it("lets a program do what people do on a ward, read what was predicted, and run nothing", () => {
    expect(VERB_NAMES.filter((verb) => mayUse("client", verb))).toEqual([
      "list-worklist",
      "read-stay",
      "follow-changes",
      "find-patient",
      "flag-prediction",
      "withdraw-flag",
      "list-flags",
      "note-intervention",
      "withdraw-intervention",
      "list-alerts",
      "act-on-alert",
      "predict",
      "list-predictions",
      "read-patient-flow",
      "read-census",
      "read-forecasts",
      "read-models",
      "serve-cds-cards",
      "note-cds-feedback",
      "receive-notification",
    ]);
  });

  it("lets a program use a verb only by a scope it was given, and every scope means verbs a program may use", () => {
    const program = { id: "p", name: "P", role: "client" as const, wardIds: [] };
    for (const verb of VERB_NAMES) {
      expect(actorMayUse({ ...program, scopes: [] }, verb)).toBe(false);
      expect(actorMayUse({ ...program, scopes: SCOPE_NAMES }, verb)).toBe(mayUse("client", verb));
    }
    expect(actorMayUse({ ...program, scopes: ["flags.read"] }, "list-flags")).toBe(true);
    expect(actorMayUse({ ...program, scopes: ["flags.read"] }, "flag-prediction")).toBe(false);
  });

  it("shows people their own wards only", () => {
    const nurse = { role: "nurse", wardIds: ["4a"] } as const;
    expect(maySeeWard(nurse, "4a")).toBe(true);
    expect(maySeeWard(nurse, "4b")).toBe(false);
    expect(maySeeWard(nurse, "")).toBe(false);
    expect(maySeeWard({ role: "system", wardIds: [] }, "4b")).toBe(true);
  });
});
