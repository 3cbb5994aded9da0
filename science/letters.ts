import { isUtf8 } from "node:buffer";
import { FormatError } from "./format-error.js";

/** Byte -> upper-case DNA letter, 0 where it is none. RNA's U becomes T; IUPAC letters stay. */
const DNA = new Uint8Array(256);
for (const letter of "ACGTRYSWKMBDHVN") {
  DNA[letter.charCodeAt(0)] = letter.charCodeAt(0);
  DNA[letter.toLowerCase().charCodeAt(0)] = letter.charCodeAt(0);
}
DNA["U".charCodeAt(0)] = DNA["u".charCodeAt(0)] = "T".charCodeAt(0);

/**
 * Copies a sequence as upper-case DNA.
 *
 * @returns where the copy ends in `target`
 * @throws {FormatError} at a letter that is no nucleotide
 */
export function copySequence(source: Buffer, target: Buffer, at: number, line: number): number {
  let to = at;
  for (let from = 0; from < source.length; from++) {
    const letter = DNA[source[from] as number] as number;
    if (letter === 0) throw new FormatError(`${shown(source[from] as number)} at column ${from + 1} is no nucleotide`, line);
    target[to++] = letter;
  }
  return to;
}

/** @throws {FormatError} at a control character, which would shift the columns of every table */
export function checkTitle(title: Buffer, line: number): void {
  if (title.length > 100_000) throw new FormatError("the header is longer than 100,000 bytes", line);
  for (const byte of title) {
    if ((byte < 32 && byte !== 9) || byte === 127) throw new FormatError(`the header holds the control character ${shown(byte)}`, line);
  }
}

/** @throws {FormatError} as `checkTitle`, and where it is not UTF-8: names would lose their letters without a word */
export function checkNames(title: Buffer, line: number): void {
  checkTitle(title, line);
  if (isUtf8(title)) return;
  throw new FormatError("names here are not UTF-8: they may be Latin-1; convert the file, as with iconv -f LATIN1 -t UTF-8", line);
}

/** A byte in words that a terminal bears. */
export function shown(byte: number): string {
  if (byte === 32) return "a blank";
  if (byte === 9) return "a tab";
  if (byte > 32 && byte < 127) return JSON.stringify(String.fromCharCode(byte));
  return `byte 0x${byte.toString(16).padStart(2, "0")}`;
}
