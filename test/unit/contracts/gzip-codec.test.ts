import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { defaultPayloadConverter, type Payload } from "@temporalio/common";
import { GzipCodec } from "../../../contracts/gzip-codec.js";

const codec = new GzipCodec();
const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const encodingOf = ({ metadata }: Payload) => Buffer.from(metadata?.encoding ?? []).toString();

test("a repetitive value is packed to less than a fifth, as gzip of its JSON, and comes back as it was", async () => {
  const text = "ACGT".repeat(15_000);
  const [packed] = (await codec.encode([payloadOf(text)])) as [Payload];
  assert.equal(encodingOf(packed), "binary/gzip");
  assert.ok((packed.data?.length ?? 0) < text.length / 5);
  assert.equal(gunzipSync(packed.data ?? new Uint8Array()).toString(), JSON.stringify(text));
  const [unpacked] = (await codec.decode([packed])) as [Payload];
  assert.deepEqual(defaultPayloadConverter.fromPayload(unpacked), text);
  assert.deepEqual(Object.keys(unpacked.metadata ?? {}), ["encoding"]);
});

test("what is small, and what gzip would not make smaller, passes as it is", async () => {
  const payloads = [payloadOf("small"), payloadOf(randomBytes(50_000)), payloadOf(undefined)];
  assert.deepEqual(await codec.encode(payloads), payloads);
});

test("payloads of before the codec, and of others, are read as they are", async () => {
  const payloads = [payloadOf({ old: "a".repeat(5000) }), { metadata: { encoding: Buffer.from("binary/gzip") }, data: Buffer.from("x") }];
  assert.deepEqual(await codec.decode(payloads), payloads);
});

test("what claims to be gzip and is none, or unpacks to more than any job may have, is an error", async () => {
  const metadata = { encoding: Buffer.from("binary/gzip"), "gzip-of": Buffer.from("json/plain") };
  await assert.rejects(codec.decode([{ metadata, data: Buffer.from("no gzip") }]));
  await assert.rejects(codec.decode([{ metadata, data: gzipSync(Buffer.alloc(65 * 1024 * 1024)) }]), { code: "ERR_BUFFER_TOO_LARGE" });
});
