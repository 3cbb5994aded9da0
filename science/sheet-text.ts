import { FormatError } from "./format-error.js";

const SAVE_AS = "save it as UTF-8 (in Excel: CSV UTF-8)";

/** What a sheet that is no plain text begins with, and what to do. */
const FOREIGN: readonly { magic: readonly number[]; fault: string }[] = [
  { magic: [0xff, 0xfe], fault: `is UTF-16; ${SAVE_AS}` },
  { magic: [0xfe, 0xff], fault: `is UTF-16; ${SAVE_AS}` },
  { magic: [0x1f, 0x8b], fault: "is gzip; give it unpacked" },
  { magic: [0x50, 0x4b, 0x03, 0x04], fault: "is a workbook or zip archive; save it as CSV" },
];

/**
 * The text of a sample sheet or another table, whose names must come out as they were typed.
 *
 * @param what it is, for messages
 * @throws {FormatError} where it is not UTF-8, with the line
 */
export function sheetText(bytes: Buffer, what = "the sample sheet"): string {
  const foreign = FOREIGN.find(({ magic }) => magic.every((byte, index) => bytes[index] === byte));
  if (foreign) throw new FormatError(`${what} ${foreign.fault}`);
  // Letters of Latin script have a zero beside them in UTF-16.
  if (bytes.includes(0)) throw new FormatError(`${what} holds zero bytes: it may be UTF-16; ${SAVE_AS}`, lineOf(bytes, bytes.indexOf(0)));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new FormatError(`${what} is not UTF-8: it may be Latin-1 or Windows-1252; ${SAVE_AS}`, firstBadLine(bytes));
  }
}

function firstBadLine(bytes: Buffer): number {
  const text = bytes.toString("utf8");
  let good = 0;
  // What cannot be decoded becomes U+FFFD; up to there the bytes are those of the text.
  for (let at = text.indexOf("\uFFFD"); at !== -1; at = text.indexOf("\uFFFD", at + 1)) {
    good = Buffer.byteLength(text.slice(0, at));
    if (bytes.readUIntBE(good, Math.min(3, bytes.length - good)) !== 0xefbfbd) break;
  }
  return lineOf(bytes, good);
}

function lineOf(bytes: Buffer, at: number): number {
  let line = 1;
  for (let end = bytes.indexOf(10); end !== -1 && end < at; end = bytes.indexOf(10, end + 1)) line++;
  return line;
}
