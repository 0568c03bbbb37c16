import { describe, expect, it } from "vitest";
import { readCdsFeedback, readCdsRequest } from "@/lib/core/cds/cds-request";
import { CDS_SERVICES, type CdsServiceDescription } from "@/lib/core/cds/cds-services";

const [view, discharge] = CDS_SERVICES as unknown as [CdsServiceDescription, CdsServiceDescription];
const request = {
  hook: "patient-view",
  hookInstance: "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
  context: { userId: "Practitioner/1", patientId: "p1" },
};
const authorization = {
  access_token: "abc",
  token_type: "Bearer",
  expires_in: 300,
  scope: "patient/*.rs",
  subject: "wardlight",
};

describe("a hook's request", () => {
  it("is read where it is one", () => {
    expect(readCdsRequest(request, view)).toMatchObject({
      context: { patientId: "p1", encounterId: null },
      prefetch: {},
    });
    const whole = {
      ...request,
      fhirServer: "https://ehr.example/fhir",
      fhirAuthorization: { ...authorization, patient: "p1" },
      prefetch: { patient: null },
    };
    expect(readCdsRequest(whole, view).fhirAuthorization?.access_token).toBe("abc");
    const leaving = { ...request, hook: "encounter-discharge", context: { ...request.context, encounterId: "e1" } };
    expect(readCdsRequest(leaving, discharge).context.encounterId).toBe("e1");
  });

  it("is refused by the field that is wrong, and nothing of it is repeated", () => {
    const bad: [object, RegExp][] = [
      [{ ...request, hook: "order-sign" }, /^hook /],
      [{ ...request, hookInstance: "1" }, /^hookInstance /],
      [{ ...request, context: { ...request.context, patientId: "Nobody & co" } }, /^context.patientId /],
      [{ ...request, context: { patientId: "p1" } }, /^context.userId /],
      [{ ...request, fhirAuthorization: authorization }, /^fhirServer /],
      [{ ...request, fhirServer: "ehr" }, /^fhirServer /],
      [
        { ...request, fhirServer: "https://e.example", fhirAuthorization: { ...authorization, token_type: "mac" } },
        /token_type /,
      ],
      [
        {
          ...request,
          fhirServer: "https://e.example",
          fhirAuthorization: { ...authorization, access_token: "a\r\nX: Nobody" },
        },
        /access_token /,
      ],
      [{ ...request, prefetch: [] }, /^prefetch /],
    ];
    for (const [sent, words] of bad) {
      expect(() => readCdsRequest(sent, view)).toThrow(words);
      expect(() => readCdsRequest(sent, view)).not.toThrow(/Nobody/);
    }
    for (const odd of [null, [], "x", 7]) expect(() => readCdsRequest(odd, view)).toThrow(/^The request /);
    expect(() => readCdsRequest({ ...request, hook: "encounter-discharge" }, discharge)).toThrow(
      /^context.encounterId /,
    );
  });

  it("is refused where its token is for another patient", () => {
    const sent = {
      ...request,
      fhirServer: "https://e.example",
      fhirAuthorization: { ...authorization, patient: "p2" },
    };
    expect(() => readCdsRequest(sent, view)).toThrow(/another patient/);
  });
});

describe("feedback", () => {
  const one = { card: request.hookInstance, outcome: "overridden", outcomeTimestamp: "2026-03-10T09:00:00Z" };
  it("is read where it is some, and refused otherwise", () => {
    expect(readCdsFeedback({ feedback: [one] })).toHaveLength(1);
    const why = { reason: { code: "too-high", system: "urn:x" }, userComment: "Planned." };
    expect(readCdsFeedback({ feedback: [{ ...one, overrideReason: why }] })[0]?.overrideReason).toEqual(why);
    for (const bad of [
      {},
      { feedback: [] },
      { feedback: [{ ...one, outcome: "ignored" }] },
      { feedback: [{ ...one, card: "x" }] },
    ])
      expect(() => readCdsFeedback(bad)).toThrow(/feedback/);
    expect(() => readCdsFeedback({ feedback: [{ ...one, outcomeTimestamp: "yesterday" }] })).toThrow(
      /outcomeTimestamp/,
    );
  });
});
