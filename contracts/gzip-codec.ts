import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { METADATA_ENCODING_KEY, type Payload, type PayloadCodec } from "@temporalio/common";

const [pack, unpack] = [promisify(gzip), promisify(gunzip)];

/** Below this size gzip gains next to nothing. */
const SMALLEST_BYTES = 1024;

/** Of one payload, unpacked: above every size that a job may have, so that what is larger was made to harm. */
export const LARGEST_PAYLOAD_BYTES = 64 * 1024 * 1024;

const GZIP = "binary/gzip";

/** Keeps the encoding that the payload had before. */
const GZIP_OF = "gzip-of";

/** Compresses what crosses to Temporal, where that makes it smaller. Payloads that are not packed pass as they are. */
export class GzipCodec implements PayloadCodec {
  encode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.all(payloads.map(packed));
  }

  /** @throws where what calls itself gzip is none, or is too large unpacked */
  decode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.all(payloads.map(unpacked));
  }
}

async function packed(payload: Payload): Promise<Payload> {
  const { data, metadata } = payload;
  const encoding = metadata?.[METADATA_ENCODING_KEY];
  if (!data || !encoding || data.length < SMALLEST_BYTES) return payload;
  const smaller = await pack(data);
  if (smaller.length + GZIP.length + GZIP_OF.length >= data.length) return payload;
  return { metadata: { ...metadata, [METADATA_ENCODING_KEY]: Buffer.from(GZIP), [GZIP_OF]: encoding }, data: smaller };
}

async function unpacked(payload: Payload): Promise<Payload> {
  const { [GZIP_OF]: encoding, ...metadata } = payload.metadata ?? {};
  if (!encoding || textOf(metadata[METADATA_ENCODING_KEY]) !== GZIP) return payload;
  const data = await unpack(payload.data ?? new Uint8Array(), { maxOutputLength: LARGEST_PAYLOAD_BYTES });
  return { metadata: { ...metadata, [METADATA_ENCODING_KEY]: encoding }, data };
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}
