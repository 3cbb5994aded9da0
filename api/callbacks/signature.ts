import { createHmac } from "node:crypto";

export interface Signed {
  /** The same for every attempt, so that a receiver knows a repeat. */
  id: string;
  /** Of this attempt; receivers refuse what is older than five minutes. */
  at: Date;
  body: string;
}

/**
 * The headers that prove where a message comes from, as the Standard Webhooks specification has them: HMAC-SHA-256
 * of `id.timestamp.body`. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 *
 * @param secret `whsec_` and the key in base64
 */
export function signatureHeaders(secret: string, { id, at, body }: Signed): Record<string, string> {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const timestamp = Math.floor(at.getTime() / 1000);
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": `v1,${signature}` };
}
