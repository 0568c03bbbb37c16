import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { SECRET_BYTES, signWebhook, toWebhookSecret } from "@/lib/core/delivery/webhook-signature";

describe("a webhook's signature", () => {
  it("is what the standard's own libraries make of the same message", () => {
    const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const body = '{"test": 2432232314}';
    expect(signWebhook(secret, { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1614265330, body })).toEqual({
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    });
  });

  it("can be checked by whoever was told the secret, whatever alphabet it was said in", () => {
    const bytes = Buffer.from(Array.from({ length: SECRET_BYTES }, (_, i) => 255 - i));
    const body = '{"ward":"Ålesund – 8 øst 🏥"}';
    const signed = signWebhook(toWebhookSecret(bytes), { id: "a", timestamp: 1, body });
    const expected = createHmac("sha256", bytes).update("a.1.").update(Buffer.from(body, "utf8")).digest("base64");
    expect(signed["webhook-signature"]).toBe(`v1,${expected}`);
  });
});
