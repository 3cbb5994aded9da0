import { Readable, Writable } from "node:stream";

/** Keeps what is written to it. */
export function collector(): { target: Writable; text: () => string } {
  const chunks: Buffer[] = [];
  const target = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return { target, text: () => Buffer.concat(chunks).toString("utf8") };
}

/** Bytes in pieces of a given size, as a disk or a network may give them. */
export function pieces(bytes: Buffer | string, size: number): Readable {
  const all = Buffer.from(bytes);
  const parts = Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.subarray(index * size, (index + 1) * size));
  return Readable.from(parts.length > 0 ? parts : [], { objectMode: true });
}
