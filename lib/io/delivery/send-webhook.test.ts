import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sendWebhook, type Webhook } from "@/lib/io/delivery/send-webhook";
import { makeTestCertificate } from "@/lib/io/delivery/test-certificate";
import { openTestReceiver, type TestReceiver } from "@/lib/io/delivery/test-receiver";

const now = new Date("2026-03-10T09:00:00.700Z");
const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const body = '{"type":"alert.opened","data":{"rule":"Ålesund"}}';
const certificate = makeTestCertificate();

let open: TestReceiver;
let sealed: TestReceiver;
beforeAll(async () => {
  open = await openTestReceiver();
  sealed = await openTestReceiver(certificate);
});
afterAll(() => Promise.all([open.close(), sealed.close()]));
beforeEach(() => {
  open.received.length = 0;
  open.answer = { status: 204 };
});

const rules = () => ({
  hosts: [`127.0.0.1:${open.port}`, `localhost:${sealed.port}`, "127.0.0.1:1"],
  networks: ["127.0.0.0/8"],
});
const send = (to: Partial<Webhook> = {}, others: Partial<ReturnType<typeof rules>> = {}, patience = {}) =>
  sendWebhook(
    { id: "d1", url: `http://127.0.0.1:${open.port}/hook`, secret, body, ...to },
    { ...rules(), ...others },
    now,
    patience,
  );

describe("a signed webhook", () => {
  it("arrives as it was said, and proves who said it and when", async () => {
    expect(await send()).toEqual({ isTaken: true });
    const [{ path, headers, body: arrived } = { path: "", headers: {}, body: "" }] = open.received;
    expect(path).toBe("/hook");
    expect(arrived).toBe(body);
    expect(headers).toMatchObject({ "webhook-id": "d1", "webhook-timestamp": "1773133200" });
    const expected = createHmac("sha256", Buffer.alloc(32, 7)).update(`d1.1773133200.${arrived}`).digest("base64");
    expect(headers["webhook-signature"]).toBe(`v1,${expected}`);
  });

  it("goes over https to whom the machine trusts, and to nobody else", async () => {
    const url = `https://localhost:${sealed.port}/hook`;
    expect(await send({ url })).toEqual({ isTaken: false, code: "untrusted", waitMs: null });
    expect(sealed.received).toEqual([]);
    expect(await send({ url }, {}, { ca: certificate.cert })).toEqual({ isTaken: true });
    expect(sealed.received).toHaveLength(1);
  });

  it("goes to listed hosts only, and not where their name leads into a network that is not listed", async () => {
    expect(await send({}, { hosts: ["hooks.example"] })).toMatchObject({ code: "not-listed" });
    expect(await send({}, { networks: [] })).toMatchObject({ code: "closed-network" });
    const url = `https://localhost:${sealed.port}/hook`;
    expect(await send({ url }, { networks: ["10.0.0.0/8"] }, { ca: certificate.cert })).toMatchObject({
      code: "closed-network",
    });
    expect(open.received).toEqual([]);
  });

  it("does not follow where it is sent on", async () => {
    open.answer = { status: 307, headers: { location: `http://127.0.0.1:${open.port}/elsewhere` } };
    expect(await send()).toMatchObject({ code: "redirected" });
    expect(open.received.map(({ path }) => path)).toEqual(["/hook"]);
  });

  it.each([
    [
      { status: 429, headers: { "retry-after": "120" } },
      { code: "receiver-busy", waitMs: 120_000 },
    ],
    [
      { status: 503, headers: { "retry-after": "7" } },
      { code: "receiver-failed", waitMs: 7000 },
    ],
    [{ status: 500 }, { code: "receiver-failed", waitMs: null }],
    [{ status: 410 }, { code: "gone", waitMs: null }],
    [{ status: 403 }, { code: "not-let-in", waitMs: null }],
    [{ status: 422 }, { code: "not-taken", waitMs: null }],
  ])("that is answered %j was not taken", async (answer, failure) => {
    open.answer = answer;
    expect(await send()).toEqual({ isTaken: false, ...failure });
  });

  it("is given up where nobody answers", async () => {
    open.answer = null;
    expect(await send({}, {}, { timeoutMs: 200 })).toMatchObject({ code: "unreachable" });
    expect(await send({ url: "http://127.0.0.1:1/hook" })).toMatchObject({ code: "unreachable" });
  });
});
