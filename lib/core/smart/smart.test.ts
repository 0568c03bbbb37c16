import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { authorizationUrl } from "@/lib/core/smart/authorization-request";
import { readFhirUser, readLaunchTokens } from "@/lib/core/smart/launch-context";
import { readIssuer, readSmartConfiguration } from "@/lib/core/smart/smart-configuration";
import { isRoleOf, readStaffRole } from "@/lib/core/smart/staff-role";

const BASE = "https://ehr.example/fhir";
const whole = {
  issuer: "https://ehr.example",
  authorization_endpoint: "https://ehr.example/auth",
  token_endpoint: "https://ehr.example/token",
  code_challenge_methods_supported: ["S256"],
  capabilities: ["launch-ehr"],
};

describe("a server's SMART configuration", () => {
  it("is read, with relative addresses taken from the FHIR base", () => {
    expect(readSmartConfiguration(BASE, { ...whole, token_endpoint: "oauth/token" })).toEqual({
      issuer: "https://ehr.example",
      authorizationEndpoint: "https://ehr.example/auth",
      tokenEndpoint: "https://ehr.example/fhir/oauth/token",
      capabilities: ["launch-ehr"],
      namesItself: false,
    });
    const named = { ...whole, authorization_response_iss_parameter_supported: true };
    expect(readSmartConfiguration(BASE, named).namesItself).toBe(true);
  });

  it.each([
    ["no PKCE", { ...whole, code_challenge_methods_supported: undefined }, "PKCE"],
    ["plain PKCE only", { ...whole, code_challenge_methods_supported: ["plain"] }, "PKCE"],
    ["nobody who signs", { ...whole, issuer: undefined }, "who signs"],
    ["a token endpoint in the clear", { ...whole, token_endpoint: "http://ehr.example/token" }, "not HTTPS"],
    ["an issuer in the clear", { ...whole, issuer: "http://ehr.example" }, "not HTTPS"],
    ["a script for an address", { ...whole, authorization_endpoint: "javascript:alert(1)" }, "not HTTPS"],
    ["nothing", null, "not complete"],
  ])("is refused where it has %s", (_what, sent, words) => {
    expect(() => readSmartConfiguration(BASE, sent)).toThrow(words);
  });

  it("finds the keys of its ID tokens where their issuer says, and believes no other issuer", () => {
    const said = { issuer: whole.issuer, jwks_uri: "https://keys.example/jwks" };
    expect(readIssuer(whole.issuer, said)).toEqual({ jwksUrl: "https://keys.example/jwks", namesItself: false });
    const named = { ...said, authorization_response_iss_parameter_supported: true };
    expect(readIssuer(whole.issuer, named).namesItself).toBe(true);
    const odd = [{ ...said, issuer: "https://other.example" }, { ...said, jwks_uri: "http://keys.example/jwks" }, null];
    for (const sent of odd) expect(() => readIssuer(whole.issuer, sent)).toThrow("where the keys");
  });
});

describe("what comes back for the code", () => {
  const tokens = { access_token: "a", token_type: "bearer", id_token: "i" };

  it("is read with what was open, where anything was", () => {
    expect(readLaunchTokens({ ...tokens, patient: "p-1", encounter: "e.1", scope: "launch openid" })).toEqual({
      accessToken: "a",
      idToken: "i",
      scopes: ["launch", "openid"],
      patientId: "p-1",
      encounterId: "e.1",
    });
    expect(readLaunchTokens(tokens)).toMatchObject({ patientId: null, encounterId: null, scopes: [] });
  });

  it("opens the stay a card was about before the encounter that was open, and ignores any other context", () => {
    const launched = (appContext: unknown) => readLaunchTokens({ ...tokens, encounter: "e.1", appContext }).encounterId;
    expect(launched('{"stayId":"s-9"}')).toBe("s-9");
    for (const other of ['{"stayId":"../x"}', '{"tab":2}', "not JSON", 7, undefined])
      expect(launched(other)).toBe("e.1");
  });

  it.each([
    ["no ID token", { ...tokens, id_token: undefined }],
    ["another kind of token", { ...tokens, token_type: "mac" }],
    ["a patient that is no id", { ...tokens, patient: "p1/../x" }],
    ["no object", "tokens"],
  ])("is refused where it has %s, without repeating it", (_what, sent) => {
    expect(() => readLaunchTokens(sent)).toThrow("The EHR's answer to the sign-in cannot be used.");
  });
});

describe("who signed in", () => {
  it("is staff of that very server, however the reference is written", () => {
    const ann = { type: "Practitioner", id: "ann" };
    for (const claim of ["Practitioner/ann", `${BASE}/Practitioner/ann`, `${BASE}/Practitioner/ann/_history/2`])
      expect(readFhirUser(claim, `${BASE}/`)).toEqual(ann);
    expect(readFhirUser("PractitionerRole/r1", BASE)).toEqual({ type: "PractitionerRole", id: "r1" });
  });

  it("is nobody who is a patient or a relative, at another server, or nothing of the kind", () => {
    const odd = [
      "Patient/p1",
      "RelatedPerson/r",
      "https://other.example/fhir/Practitioner/ann",
      "Practitioner/",
      "",
      7,
    ];
    for (const claim of [...odd, `${BASE}.evil.example/Practitioner/ann`, undefined, null, "Practitioner/a/b"])
      expect(readFhirUser(claim, BASE)).toBeNull();
  });
});

describe("what somebody is at the EHR", () => {
  const now = new Date("2026-03-10T09:00:00Z");
  const table = [
    { code: "s|doctor", role: "clinician" as const },
    { code: "s|nurse", role: "nurse" as const },
  ];
  const roleAs = (code: string, location: string, rest: object = {}) => ({
    resourceType: "PractitionerRole",
    code: [{ coding: [{ system: "s", code }] }],
    location: [{ reference: `Location/${location}` }],
    ...rest,
  });

  it("is the first of the table that anything in force bears, on the wards of those", () => {
    const both = [roleAs("nurse", "4b"), roleAs("doctor", "4a"), roleAs("doctor", "4c")];
    expect(readStaffRole(both, table, now)).toEqual({ role: "clinician", locationIds: ["4a", "4c"] });
    expect(readStaffRole([roleAs("nurse", "4b")], table, now)).toEqual({ role: "nurse", locationIds: ["4b"] });
  });

  it("rests on roles that name this very person at this very server", () => {
    const ann = { type: "Practitioner", id: "ann" } as const;
    const named = (reference?: string) => roleAs("nurse", "4a", { id: "r1", practitioner: { reference } });
    for (const reference of ["Practitioner/ann", `${BASE}/Practitioner/ann`, "Practitioner/ann/_history/2"])
      expect(isRoleOf(named(reference), ann, BASE)).toBe(true);
    const others = ["Practitioner/bob", "https://other.example/fhir/Practitioner/ann", "Person/ann", "urn:uuid:ann"];
    for (const reference of [...others, undefined]) expect(isRoleOf(named(reference), ann, BASE)).toBe(false);
    expect(isRoleOf(named("Practitioner/ann"), { type: "Person", id: "ann" }, BASE)).toBe(false);
    expect(isRoleOf(named("Practitioner/bob"), { type: "PractitionerRole", id: "r1" }, BASE)).toBe(true);
    expect(isRoleOf(named("Practitioner/bob"), { type: "PractitionerRole", id: "r2" }, BASE)).toBe(false);
    expect(isRoleOf({ ...named("Practitioner/ann"), resourceType: "Group" }, ann, BASE)).toBe(false);
  });

  it("is nothing that is over, not begun, not active, of another system, or not in the table", () => {
    const past = { period: { end: "2026-03-09" } };
    const future = { period: { start: "2026-04-01" } };
    const others = [
      roleAs("nurse", "4a", past),
      roleAs("nurse", "4a", future),
      roleAs("nurse", "4a", { active: false }),
    ];
    const foreign = { ...roleAs("nurse", "4a"), code: [{ coding: [{ system: "other", code: "nurse" }] }] };
    expect(readStaffRole([...others, foreign, roleAs("porter", "4a")], table, now)).toBeNull();
    expect(readStaffRole([], table, now)).toBeNull();
  });

  it("never throws, whatever was sent", () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), (resources) => {
        const sent = resources.map((resource) => ({ ...resource, resourceType: "PractitionerRole" }));
        expect(readStaffRole(sent, table, now)).toBeNull();
      }),
    );
  });
});

describe("the way to the EHR's sign-in", () => {
  it("keeps what its address says already, and can be led nowhere else by what an EHR hands over", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (launch, state) => {
        const url = new URL(
          authorizationUrl({
            authorizationEndpoint: "https://ehr.example/auth?tenant=7",
            base: BASE,
            clientId: "c",
            redirectUri: "https://wardlight.example/launch/callback",
            launch,
            readsRoles: false,
            state,
            nonce: "n",
            codeChallenge: "x",
          }),
        );
        expect(url.origin + url.pathname).toBe("https://ehr.example/auth");
        expect(url.searchParams.get("tenant")).toBe("7");
        expect(url.searchParams.getAll("redirect_uri")).toEqual(["https://wardlight.example/launch/callback"]);
        expect(url.searchParams.get("state")).toBe(state);
      }),
    );
  });
});
