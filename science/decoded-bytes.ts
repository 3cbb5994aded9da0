import { PassThrough, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { FormatError } from "./format-error.js";

/** What a file begins with, for formats that must be unpacked or converted first. Source: file(1)'s magic numbers. */
const FOREIGN: readonly { magic: readonly number[]; name: string }[] = [
  { magic: [0x42, 0x5a, 0x68], name: "bzip2" },
  { magic: [0x50, 0x4b, 0x03, 0x04], name: "zip" },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], name: "xz" },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], name: "zstd" },
  { magic: [0x1f, 0x9d], name: "compress (.Z)" },
  { magic: [0xff, 0xfe], name: "UTF-16" },
  { magic: [0xfe, 0xff], name: "UTF-16" },
  { magic: [0x42, 0x41, 0x4d, 0x01], name: "BAM" },
];

/** U+FEFF in UTF-8. */
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Reads shrink to a fifth, the most repetitive FASTA to a fiftieth: more is a gzip bomb. */
const MAX_RATIO = 200;
const TRAILING = "the gzip file is followed by bytes that do not belong to it; copy or download it again";
const RATIO_FROM_BYTES = 100 * 1024 * 1024;

/** Most that a file may unpack to: 1 TB. */
const MAX_BYTES = 1024 ** 4;

/**
 * The bytes of a file, unpacked where it is gzip; told by content, not by name. Several gzip members are read whole.
 * A UTF-8 byte order mark is left out.
 *
 * @throws {FormatError} gzip that is cut short, damaged or followed by something else; other compressions; an empty file
 */
export async function* decodedBytes(raw: Readable): AsyncGenerator<Buffer> {
  try {
    yield* withoutMark(unpacked(raw));
  } finally {
    // Also where the reader stopped early, or the file was refused: a worker lives long, and has few descriptors.
    raw.destroy();
  }
}

async function* unpacked(raw: Readable): AsyncGenerator<Buffer> {
  const chunks = raw[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const head = await firstBytes(chunks);
  if (head.length === 0) throw new FormatError("the file is empty");
  const foreign = FOREIGN.find(({ magic }) => magic.every((byte, index) => head[index] === byte));
  if (foreign) throw new FormatError(`this is ${foreign.name}; give plain text or gzip`);
  if (head.subarray(257, 262).toString("latin1") === "ustar")
    throw new FormatError("this is a tar archive; give the files in it, plain or gzip");
  if (head[0] === 0x1f && head[1] === 0x8b) {
    yield* gunzipped(head, chunks);
    return;
  }
  yield head;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
}

async function* withoutMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < MARK.length) continue;
    yield head.subarray(0, MARK.length).equals(MARK) ? head.subarray(MARK.length) : head;
    head = null;
  }
  if (head && head.length > 0) yield head;
}

/** `fasta`, `fastq` or `unknown`, by the first character that is no blank. */
export function sniffFormat(head: Buffer): "fasta" | "fastq" | "unknown" {
  const first = head.toString("latin1", 0, 1000).trimStart()[0];
  return first === ">" ? "fasta" : first === "@" ? "fastq" : "unknown";
}

async function firstBytes(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 512) {
    const next = await chunks.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  return head;
}

async function* gunzipped(head: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  const packed = new PassThrough();
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  const tail = new Tail();
  let bytesIn = 0;
  const feed = (async () => {
    for (let chunk: Buffer | undefined = head; chunk; chunk = await nextOf(chunks)) {
      bytesIn += chunk.length;
      tail.push(chunk);
      if (!packed.write(chunk)) await drainedOrClosed(packed, gunzip);
      if (gunzip.destroyed || gunzip.readableEnded) break;
    }
    packed.end();
  })();
  feed.catch((error: Error) => gunzip.destroy(error));
  let bytesOut = 0;
  try {
    for await (const chunk of packed.pipe(gunzip)) {
      bytesOut += (chunk as Buffer).length;
      if (bytesOut > MAX_BYTES || (bytesOut > RATIO_FROM_BYTES && bytesOut > MAX_RATIO * bytesIn)) {
        throw new FormatError(`the gzip file unpacks to more than ${MAX_RATIO} times its size; it is not read`);
      }
      yield chunk as Buffer;
    }
  } catch (error) {
    throw toFormatError(error as NodeJS.ErrnoException);
  } finally {
    gunzip.destroy();
    packed.destroy();
  }
  await feed;
  for (let chunk = await nextOf(chunks); chunk; chunk = await nextOf(chunks)) {
    bytesIn += chunk.length;
    tail.push(chunk);
  }
  // zlib takes a zero for padding and stops there, whatever comes behind it.
  if (tail.holdsMoreThanZeros(bytesIn - gunzip.bytesWritten)) throw new FormatError(TRAILING);
}

/** The last bytes that went in, enough to look at what zlib left. */
class Tail {
  #bytes: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]).subarray(-1024 * 1024);
  }

  holdsMoreThanZeros(length: number): boolean {
    return length > this.#bytes.length || (length > 0 && this.#bytes.subarray(-length).some((byte) => byte !== 0));
  }
}

async function nextOf(chunks: AsyncIterator<Buffer>): Promise<Buffer | undefined> {
  const next = await chunks.next();
  return next.done ? undefined : next.value;
}

function drainedOrClosed(packed: PassThrough, gunzip: NodeJS.EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      packed.off("drain", go);
      gunzip.off("close", go);
      resolve();
    };
    packed.on("drain", go);
    gunzip.on("close", go);
  });
}

function toFormatError(error: NodeJS.ErrnoException): Error {
  if (error instanceof FormatError) return error;
  if (error.code === "Z_BUF_ERROR") return new FormatError("the gzip file is cut short; copy or download it again");
  // The head was looked at: another header can only be that of a further member.
  if (error.message === "incorrect header check") return new FormatError(TRAILING);
  if (error.code === "Z_DATA_ERROR") return new FormatError(`the gzip file is damaged (${error.message}); copy or download it again`);
  return error;
}
