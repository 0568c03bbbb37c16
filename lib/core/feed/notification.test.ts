import { Fhir } from "fhir/fhir";
import { describe, expect, it } from "vitest";
import { needsRenewal, readNotification, SUBSCRIBED, toSubscription } from "@/lib/core/feed/notification";

const nobody = { patientIds: [], references: [], isEmpty: false, isSignOfLife: false };

describe("whom a notification is about", () => {
  it("is whoever a whole resource belongs to", () => {
    const condition = {
      resourceType: "Condition",
      id: "c1",
      subject: { reference: "https://ehr.example/fhir/Patient/p1" },
    };
    expect(readNotification(condition, null)).toEqual({ ...nobody, patientIds: ["p1"] });
    expect(readNotification({ resourceType: "Patient", id: "p2" }, null)).toEqual({ ...nobody, patientIds: ["p2"] });
  });

  it("is to be looked up where only an address is said", () => {
    expect(readNotification(null, "Condition/c1")).toEqual({ ...nobody, references: ["Condition/c1"] });
    expect(readNotification(null, "Patient/p1")).toEqual({ ...nobody, patientIds: ["p1"] });
    const bundle = {
      resourceType: "Bundle",
      entry: [
        { resource: { resourceType: "SubscriptionStatus", type: "event-notification" } },
        { fullUrl: "https://ehr.example/fhir/Observation/o1" },
        { request: { method: "PUT", url: "Encounter/e1/_history/3" } },
      ],
    };
    expect(readNotification(bundle, null)).toEqual({ ...nobody, references: ["Observation/o1", "Encounter/e1"] });
  });

  it("is nobody in particular where nothing is said, and nobody where it only says that it works", () => {
    expect(readNotification(null, null)).toEqual({ ...nobody, isEmpty: true });
    const status = { resourceType: "SubscriptionStatus", type: "handshake" };
    expect(readNotification({ resourceType: "Bundle", entry: [{ resource: status }] }, null)).toEqual({
      ...nobody,
      isSignOfLife: true,
    });
  });

  describe("headed by R4's Parameters", () => {
    /** As in the subscriptions backport's examples for R4. */
    const headed = (type: string, events: readonly object[] = [], others: readonly object[] = []) => ({
      resourceType: "Bundle",
      type: "history",
      entry: [
        {
          fullUrl: "urn:uuid:63c28e8a-f402-43e4-beb2-75b1c0f6833f",
          resource: {
            resourceType: "Parameters",
            parameter: [
              { name: "subscription", valueReference: { reference: "https://ehr.example/fhir/Subscription/1" } },
              { name: "topic", valueCanonical: "https://ehr.example/topics/admission" },
              { name: "status", valueCode: "active" },
              { name: "type", valueCode: type },
              { name: "events-since-subscription-start", valueString: "2" },
              ...events.map((focus) => ({
                name: "notification-event",
                part: [{ name: "event-number", valueString: "2" }, focus],
              })),
            ],
          },
          request: { method: "GET", url: "https://ehr.example/fhir/Subscription/1/$status" },
          response: { status: "200" },
        },
        ...others,
      ],
    });
    const encounter = { name: "focus", valueReference: { reference: "https://ehr.example/fhir/Encounter/e1" } };

    it.each(["handshake", "heartbeat", "query-status"])("is nobody in a %s", (type) => {
      expect(readNotification(headed(type), null)).toEqual({ ...nobody, isSignOfLife: true });
    });

    it("is to be looked up where the event names only its focus, with and without an entry for it", () => {
      const other = { fullUrl: "https://ehr.example/fhir/Encounter/e1", request: { method: "PUT", url: "Encounter" } };
      for (const others of [[], [other]])
        expect(readNotification(headed("event-notification", [encounter], others), null)).toEqual({
          ...nobody,
          references: ["Encounter/e1"],
        });
    });

    it("is nobody in particular where the event says nothing", () => {
      expect(readNotification(headed("event-notification"), null)).toEqual({ ...nobody, isEmpty: true });
    });
  });

  it("is never anything but an id", () => {
    const odd = { resourceType: "Condition", id: "../x", subject: { reference: "Patient/../../metadata" } };
    expect(readNotification(odd, "Group/1")).toEqual({ ...nobody, isEmpty: true });
    expect(readNotification("Patient/p1", null)).toEqual({ ...nobody, isEmpty: true });
  });
});

describe("a subscription", () => {
  const now = new Date("2026-03-10T09:00:00Z");
  const made = toSubscription(SUBSCRIBED[0] ?? "", { endpoint: "https://w.example/api/fhir/notify", secret: "s", now });

  it("is valid R4, for seven days", () => {
    const { messages } = new Fhir().validate(made, { errorOnUnexpected: true });
    expect(messages.filter(({ severity }) => severity === "error" || severity === "fatal")).toEqual([]);
    expect(made.end).toBe("2026-03-17T09:00:00.000Z");
  });

  it("is renewed in good time, and when it failed", () => {
    expect(needsRenewal(made, now)).toBe(false);
    expect(needsRenewal(made, new Date("2026-03-14T09:00:00Z"))).toBe(true);
    expect(needsRenewal({ ...made, status: "error" }, now)).toBe(true);
  });
});
