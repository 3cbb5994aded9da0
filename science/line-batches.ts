import { FormatError } from "./format-error.js";

export interface LineBatch {
  /** The number of the first line, from 1. */
  first: number;
  /** Without line ends; they share memory with the bytes that were read. */
  lines: Buffer[];
}

/** Longest line, in bytes: longer ones are no sequence data. */
const LONGEST = 64 * 1024 * 1024;
const LF = 10;
const CR = 13;

/**
 * Cuts bytes into lines, `\n` or `\r\n`, a batch for each piece that was read.
 *
 * @throws {FormatError} for files with `\r` alone as line end, and endless lines
 */
export async function* lineBatches(bytes: AsyncIterable<Buffer>): AsyncGenerator<LineBatch> {
  let first = 1;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const text = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = text.indexOf(LF); end !== -1; end = text.indexOf(LF, start)) {
      lines.push(text.subarray(start, end > start && text[end - 1] === CR ? end - 1 : end));
      start = end + 1;
    }
    rest = text.subarray(start);
    if (rest.length > LONGEST) throw new FormatError("the line is longer than 64 MB", first + lines.length);
    if (lines.length > 0) yield { first, lines };
    first += lines.length;
  }
  if (rest.length === 0) return;
  if (first === 1 && rest.includes(CR)) throw new FormatError("the lines end in \\r alone, as on old Macs; convert the file to \\n");
  yield { first, lines: [rest.at(-1) === CR ? rest.subarray(0, -1) : rest] };
}
