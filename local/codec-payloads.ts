import type { Payload } from "@temporalio/common";
import { z } from "zod";
import { GzipCodec, LARGEST_PAYLOAD_BYTES } from "../contracts/gzip-codec.js";

/** Payloads as JSON: bytes in base64. What else one has is kept. */
const bodySchema = z.object({
  payloads: z.array(
    z.looseObject({
      metadata: z.record(z.string(), z.base64()).nullish(),
      data: z.base64().nullish(),
    }),
  ),
});

type Body = z.output<typeof bodySchema>;
type JsonPayload = Body["payloads"][number];

/** The body of a request is not what it should be; the message says why. */
export class BadPayloads extends Error {
  override readonly name = "BadPayloads";
}

const codec = new GzipCodec();

/**
 * What a codec endpoint answers to a body.
 *
 * @throws {BadPayloads}
 */
export async function transformPayloads(way: "encode" | "decode", body: string): Promise<Body> {
  const payloads: JsonPayload[] = [];
  let bytes = 0;
  // One after the other: a small body of zeros unpacks to gigabytes.
  for (const payload of parse(body).payloads) {
    const given = fromJson(payload);
    const [made = given] = await codec[way]([given]).catch((error: Error) => {
      throw new BadPayloads(`a payload cannot be unpacked: ${error.message}`);
    });
    bytes += made.data?.length ?? 0;
    if (bytes > LARGEST_PAYLOAD_BYTES) throw new BadPayloads("the payloads are larger than 64 MB together; ask for fewer");
    payloads.push(made === given ? payload : { ...payload, ...toJson(made) });
  }
  return { payloads };
}

function parse(text: string): Body {
  try {
    return bodySchema.parse(JSON.parse(text));
  } catch {
    throw new BadPayloads('the body is not {"payloads": [{"metadata": {}, "data": ""}]} with bytes in base64');
  }
}

function fromJson({ metadata, data }: JsonPayload): Payload {
  const words = Object.entries(metadata ?? {}).map(([key, text]) => [key, Buffer.from(text, "base64")] as const);
  return { metadata: Object.fromEntries(words), data: Buffer.from(data ?? "", "base64") };
}

function toJson({ metadata, data }: Payload): JsonPayload {
  const words = Object.entries(metadata ?? {}).map(([key, bytes]) => [key, Buffer.from(bytes).toString("base64")]);
  return { metadata: Object.fromEntries(words), data: Buffer.from(data ?? []).toString("base64") };
}
