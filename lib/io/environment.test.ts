import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseEnvironment } from "@/lib/io/environment";

const directory = mkdtempSync(join(tmpdir(), "wardlight-environment-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const whole = {
  PATH: "/usr/bin",
  WARDLIGHT_DATA_DIR: directory,
  WARDLIGHT_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString("base64"),
  NEXTAUTH_SECRET: "x".repeat(32),
  NEXTAUTH_URL: "https://wardlight.example",
};

describe("the environment", () => {
  it("is read once, into what the code needs", () => {
    expect(parseEnvironment(whole)).toMatchObject({
      dataDirectory: directory,
      databaseUrl: null,
      isDemo: false,
      baseUrl: "https://wardlight.example",
    });
  });

  it("reads replaced encryption keys, none by default", () => {
    const [one, two] = [Buffer.alloc(32, 2), Buffer.alloc(32, 3)];
    const old = `${one.toString("base64")}, ${two.toString("base64")}`;
    expect(parseEnvironment(whole).olderEncryptionKeys).toEqual([]);
    expect(parseEnvironment({ ...whole, WARDLIGHT_ENCRYPTION_KEYS_OLD: old }).olderEncryptionKeys).toEqual([one, two]);
  });

  it.each(["WARDLIGHT_ENCRYPTION_KEY", "NEXTAUTH_SECRET", "NEXTAUTH_URL"])(
    "does not start without %s, and says so",
    (name) => {
      expect(() => parseEnvironment({ ...whole, [name]: undefined })).toThrow(`${name} is missing`);
      expect(() => parseEnvironment({ ...whole, [name]: "" })).toThrow(`${name} is missing`);
    },
  );

  it.each([
    ["DATABASE_URL", "mysql://x"],
    ["WARDLIGHT_ENCRYPTION_KEY", "too short"],
    ["WARDLIGHT_ENCRYPTION_KEYS_OLD", `${Buffer.alloc(32, 2).toString("base64")},too short`],
    ["NEXTAUTH_SECRET", "too short"],
    ["NEXTAUTH_URL", "not a url"],
    ["LOG_LEVEL", "loud"],
    ["PORT", "eighty"],
    ["WARDLIGHT_DEMO", "yes"],
    ["WARDLIGHT_TIME_ZONE", "Mars/Olympus"],
    ["OIDC_ISSUER", "issuer"],
  ])("refuses a bad %s by name, without repeating its value", (name, value) => {
    expect(() => parseEnvironment({ ...whole, [name]: value })).toThrow(name);
    expect(() => parseEnvironment({ ...whole, [name]: value })).not.toThrow(value);
  });

  it("refuses a WARDLIGHT_ variable it does not know: a slip of the pen is no setting", () => {
    expect(() => parseEnvironment({ ...whole, WARDLIGHT_DATADIR: "/data" })).toThrow(
      "WARDLIGHT_DATADIR is not a setting",
    );
  });

  it("refuses half of what only works together", () => {
    const half = { ...whole, OIDC_ISSUER: "https://id.example" };
    expect(() => parseEnvironment(half)).toThrow("OIDC_CLIENT_ID is missing");
  });

  const oidc = { OIDC_ISSUER: "https://id.example", OIDC_CLIENT_ID: "wardlight", OIDC_CLIENT_SECRET: "secret" };

  it("says how people sign in", () => {
    expect(parseEnvironment(whole)).toMatchObject({ oidc: null, hasLocalSignIn: true });
    expect(parseEnvironment({ ...whole, ...oidc })).toMatchObject({
      oidc: { issuer: "https://id.example", clientId: "wardlight", clientSecret: "secret" },
      hasLocalSignIn: true,
    });
    expect(parseEnvironment({ ...whole, ...oidc, WARDLIGHT_LOCAL_SIGN_IN: "off" }).hasLocalSignIn).toBe(false);
    expect(parseEnvironment({ ...whole, ...oidc, WARDLIGHT_LOCAL_SIGN_IN: "on" }).hasLocalSignIn).toBe(true);
  });

  it("refuses to start where nobody could sign in, or where signing in could be read on the way", () => {
    expect(() => parseEnvironment({ ...whole, WARDLIGHT_LOCAL_SIGN_IN: "off" })).toThrow("nobody could sign in");
    expect(() => parseEnvironment({ ...whole, ...oidc, WARDLIGHT_LOCAL_SIGN_IN: "no" })).toThrow(
      "WARDLIGHT_LOCAL_SIGN_IN",
    );
    const demo = { WARDLIGHT_DEMO: "1", WARDLIGHT_DATA_DIR: directory, ...oidc };
    expect(() => parseEnvironment({ ...demo, WARDLIGHT_LOCAL_SIGN_IN: "off" })).toThrow("the demo's accounts");
    expect(() => parseEnvironment({ ...whole, ...oidc, OIDC_ISSUER: "http://id.example" })).toThrow("OIDC_ISSUER");
    expect(parseEnvironment({ ...whole, ...oidc, OIDC_ISSUER: "http://127.0.0.1:4000" }).oidc).not.toBeNull();
  });

  it("takes class codes of the site's own by which its inpatients are found", () => {
    expect(parseEnvironment(whole).fhirInpatientClasses).toEqual([]);
    const own = parseEnvironment({ ...whole, FHIR_INPATIENT_CLASSES: "STAT, urn:oid:1.2.3|IN" });
    expect(own.fhirInpatientClasses).toEqual(["STAT", "urn:oid:1.2.3|IN"]);
    for (const bad of ["STAT,,IN", "in patient"])
      expect(() => parseEnvironment({ ...whole, FHIR_INPATIENT_CLASSES: bad })).toThrow("FHIR_INPATIENT_CLASSES");
  });

  it("takes a key to sign in to the FHIR server with, and says nothing of it where it is none", () => {
    const pair = (size: number) => generateKeyPairSync("rsa", { modulusLength: size }).privateKey;
    const pem = pair(2048).export({ type: "pkcs8", format: "pem" }).toString();
    const fhir = { FHIR_CLIENT_ID: "wardlight", FHIR_BASE_URL: "https://ehr.example/fhir", FHIR_PRIVATE_KEY: pem };
    expect(parseEnvironment(whole)).toMatchObject({ fhirSignIn: null, signingKeys: [] });
    expect(parseEnvironment({ ...whole, ...fhir }).fhirSignIn).toMatchObject({
      clientId: "wardlight",
      scope: null,
      keys: [{ algorithm: "RS384" }],
    });
    // A key may be announced before anything signs with it.
    expect(parseEnvironment({ ...whole, FHIR_PRIVATE_KEY: pem })).toMatchObject({
      fhirSignIn: null,
      signingKeys: [{ algorithm: "RS384" }],
    });
    expect(() => parseEnvironment({ ...whole, ...fhir, FHIR_PRIVATE_KEY: undefined })).toThrow(
      "FHIR_PRIVATE_KEY is missing",
    );
    expect(() => parseEnvironment({ ...whole, ...fhir, FHIR_BASE_URL: "http://ehr.example/fhir" })).toThrow("https://");
    const short = pair(1024).export({ type: "pkcs8", format: "pem" }).toString();
    expect(() => parseEnvironment({ ...whole, ...fhir, FHIR_PRIVATE_KEY: short })).toThrow("at least 2048 bits");
    for (const bad of ["sesame", "{}", pem.slice(0, 300)]) {
      expect(() => parseEnvironment({ ...whole, ...fhir, FHIR_PRIVATE_KEY: bad })).toThrow(/^FHIR_PRIVATE_KEY: /);
      expect(() => parseEnvironment({ ...whole, ...fhir, FHIR_PRIVATE_KEY: bad })).not.toThrow(bad);
    }
  });

  it("says where word of alerts may go: nowhere, until it is set", () => {
    const nowhere = { mail: null, webhooks: { hosts: [], networks: [] } };
    expect(parseEnvironment(whole).delivery).toEqual(nowhere);
    const smtp = { SMTP_URL: "smtp://ward%40light:p%2Fw@mail.example", SMTP_FROM: "Wardlight <w@hospital.example>" };
    expect(parseEnvironment({ ...whole, ...smtp }).delivery.mail).toEqual({
      host: "mail.example",
      port: 587,
      tls: "starttls",
      signIn: { user: "ward@light", password: "p/w" },
      from: "Wardlight <w@hospital.example>",
    });
    const { mail } = parseEnvironment({ ...whole, ...smtp, SMTP_URL: "smtps://mail.example" }).delivery;
    expect(mail).toMatchObject({ port: 465, tls: "implicit", signIn: null });
    const clear = { ...whole, ...smtp, SMTP_URL: "smtp://relay.example:25", SMTP_TLS: "off" };
    expect(parseEnvironment(clear).delivery.mail).toMatchObject({ port: 25, tls: "none" });
    const webhooks = {
      WARDLIGHT_WEBHOOK_HOSTS: "Hooks.example, pager.example:8443",
      WARDLIGHT_WEBHOOK_NETWORKS: "10.0.0.0/8",
    };
    expect(parseEnvironment({ ...whole, ...webhooks }).delivery.webhooks).toEqual({
      hosts: ["hooks.example", "pager.example:8443"],
      networks: ["10.0.0.0/8"],
    });
  });

  const sender = { SMTP_FROM: "w@hospital.example" };
  it.each([
    ["SMTP_URL", { ...sender, SMTP_URL: "mail.example" }],
    ["SMTP_URL", { ...sender, SMTP_URL: "smtp://mail.example/?tls.rejectUnauthorized=false" }],
    ["as %25", { ...sender, SMTP_URL: "smtp://me:50%off@mail.example" }],
    ["SMTP_URL is missing", sender],
    ["SMTP_FROM is missing", { SMTP_URL: "smtp://mail.example" }],
    ["SMTP_FROM", { SMTP_URL: "smtp://mail.example", SMTP_FROM: "a@hospital.example, b@hospital.example" }],
    ["SMTP_TLS", { ...sender, SMTP_URL: "smtps://mail.example", SMTP_TLS: "off" }],
    ["SMTP_TLS", { ...sender, SMTP_URL: "smtp://me:secret@mail.example", SMTP_TLS: "off" }],
    ["WARDLIGHT_WEBHOOK_HOSTS", { WARDLIGHT_WEBHOOK_HOSTS: "https://hooks.example" }],
    ["WARDLIGHT_WEBHOOK_HOSTS", { WARDLIGHT_WEBHOOK_HOSTS: "hooks.example/path" }],
    ["WARDLIGHT_WEBHOOK_NETWORKS", { WARDLIGHT_WEBHOOK_NETWORKS: "10.0.0.0/40" }],
  ])("refuses what does not say where word may go: %s", (name, given) => {
    expect(() => parseEnvironment({ ...whole, ...given })).toThrow(name);
  });

  it("makes the demo its own secrets, once, for its owner's eyes", () => {
    const demo = { WARDLIGHT_DEMO: "1", WARDLIGHT_DATA_DIR: directory, PORT: "3210" };
    const first = parseEnvironment(demo);
    expect(first).toMatchObject({ isDemo: true, baseUrl: "http://localhost:3210" });
    expect(parseEnvironment(demo).encryptionKey.equals(first.encryptionKey)).toBe(true);
    expect(statSync(join(directory, "demo-secrets.json")).mode & 0o777).toBe(0o600);
  });
});
