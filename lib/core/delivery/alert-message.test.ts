import { describe, expect, it } from "vitest";
import { type AlertMessage, toAlertBody, toAlertMail } from "@/lib/core/delivery/alert-message";

const message: AlertMessage = {
  alertId: "a1",
  step: "told",
  ruleId: "r1",
  ruleName: "High and\nleaving soon",
  kind: "leaving-unattended",
  wardId: "w1",
  wardName: "Ward 1",
  raisedAt: new Date("2026-07-10T20:30:00Z"),
  at: new Date("2026-07-11T05:00:00Z"),
  link: "https://wardlight.example/alerts",
};

describe("word of an alert outside", () => {
  it("is a mail with the ward, the rule, the hospital's time and the way in", () => {
    const { subject, text } = toAlertMail(message, "Europe/London");
    expect(subject).toBe("Ward 1: High and leaving soon");
    expect(text).toContain("10 July 2026 at 21:30 (Europe/London)");
    expect(text).toContain("\nhttps://wardlight.example/alerts\n");
    expect(text).not.toContain("Nobody");
  });

  it("says when nobody took it", () => {
    const { subject, text } = toAlertMail({ ...message, step: "escalated" }, "Europe/London");
    expect(subject).toBe("Not taken yet – Ward 1: High and leaving soon");
    expect(text).toContain("Nobody has taken it so far.");
  });

  it("is a webhook of the standard's shape with nothing more in it than that", () => {
    expect(JSON.parse(toAlertBody(message))).toEqual({
      type: "alert.told",
      timestamp: "2026-07-11T05:00:00.000Z",
      data: {
        alertId: "a1",
        rule: { id: "r1", name: "High and\nleaving soon", kind: "leaving-unattended" },
        ward: { id: "w1", name: "Ward 1" },
        raisedAt: "2026-07-10T20:30:00.000Z",
        link: "https://wardlight.example/alerts",
      },
    });
  });
});
