import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { signatureHeaders } from "../../../../api/callbacks/signature.js";

const SECRET = `whsec_${Buffer.alloc(32, "k").toString("base64")}`;

const signed = (at: Date, body = '{"type":"job.failed","message":"naïve \u2713"}') => ({
  body,
  headers: signatureHeaders(SECRET, { id: "job_1_on_failure", at, body }),
});

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);

describe("the signature of a webhook", () => {
  test("is accepted by a receiver with the library of Standard Webhooks", () => {
    const { body, headers } = signed(new Date());
    assert.deepEqual(new Webhook(SECRET).verify(body, headers), JSON.parse(body));
  });

  test("of six minutes ago, or to come, is refused as a replay", () => {
    for (const at of [ago(360), ago(-360)]) {
      const { body, headers } = signed(at);
      assert.throws(() => new Webhook(SECRET).verify(body, headers), WebhookVerificationError);
    }
  });

  test("holds neither for another text, nor another id, nor another time, nor with another secret", () => {
    const { body, headers } = signed(new Date());
    const refused = (text: string, with_: Record<string, string>, secret = SECRET) =>
      assert.throws(() => new Webhook(secret).verify(text, with_), WebhookVerificationError);
    refused(body.replace("failed", "succeeded"), headers);
    refused(body, { ...headers, "webhook-id": "job_2_on_failure" });
    refused(body, { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) + 1) });
    refused(body, headers, `whsec_${Buffer.alloc(32, "x").toString("base64")}`);
  });
});
