import { FormatError } from "./format-error.js";
import { checkTitle, copySequence, shown } from "./letters.js";
import { lineBatches } from "./line-batches.js";

export interface FastqRecord {
  /** Without the `@`. */
  title: Buffer;
  /** Upper-case DNA. */
  sequence: Buffer;
  /** Offset 33. */
  quality: Buffer;
  /** The line of the title, from 1. */
  line: number;
}

export interface QualityRange {
  /** Bytes as they stand in the file. */
  lowest: number;
  highest: number;
}

const AT = 64;
const PLUS = 43;

/**
 * Reads FASTQ strictly, records over several lines too. Source: Cock et al. 2010, doi:10.1093/nar/gkp1137.
 *
 * @param offset how qualities are written: 33, or 64 (converted to 33)
 * @param range told the lowest and highest quality byte
 * @returns batches of records
 * @throws {FormatError} at the first fault; reads without bases are one
 */
export async function* readFastq(bytes: AsyncIterable<Buffer>, offset: 33 | 64, range: QualityRange): AsyncGenerator<FastqRecord[]> {
  const open = new OpenRecord(offset, range);
  let last = 0;
  for await (const { first, lines } of lineBatches(bytes)) {
    const records: FastqRecord[] = [];
    for (const [index, line] of lines.entries()) {
      const record = open.push(line, first + index);
      if (record) records.push(record);
    }
    last = first + lines.length - 1;
    yield records;
  }
  open.end(last);
}

/** The record that is being read. */
class OpenRecord {
  readonly #shift: number;
  readonly #lowestLegal: number;
  readonly #range: QualityRange;
  #state: "title" | "sequence" | "quality" = "title";
  #title: Buffer = Buffer.alloc(0);
  #line = 0;
  #sequence: Buffer[] = [];
  #length = 0;
  #quality: Buffer[] = [];
  #qualityLength = 0;
  #blankLine = 0;
  /** The quality line that was short, where what followed it looks like the next record; kept until that is sure. */
  #short: FormatError | undefined;

  constructor(offset: 33 | 64, range: QualityRange) {
    this.#shift = offset - 33;
    this.#lowestLegal = offset;
    this.#range = range;
  }

  push(line: Buffer, number: number): FastqRecord | undefined {
    if (this.#state === "title") return this.#begin(line, number);
    if (this.#state === "quality") return this.#addQuality(line, number);
    if (line[0] === PLUS) this.#endSequence(line, number);
    else this.#addSequence(line, number);
    return undefined;
  }

  end(line: number): void {
    if (this.#state !== "title") throw this.#short ?? new FormatError("the file ends in the middle of a record", line);
    if (this.#line === 0) throw new FormatError("the file holds no reads");
  }

  #begin(line: Buffer, number: number): undefined {
    if (line.length === 0) {
      this.#blankLine ||= number;
      return;
    }
    if (this.#blankLine > 0) throw new FormatError("an empty line stands between records", this.#blankLine);
    if (line[0] !== AT) throw this.#short ?? new FormatError(`a record begins with ${shown(line[0] as number)} instead of "@"`, number);
    if (line.length === 1) throw new FormatError("the record has no name", number);
    checkTitle(line, number);
    this.#title = line.subarray(1);
    this.#line = number;
    this.#sequence = [];
    this.#length = 0;
    this.#quality = [];
    this.#qualityLength = 0;
    this.#short = undefined;
    this.#state = "sequence";
  }

  #addSequence(line: Buffer, number: number): void {
    const copy = Buffer.allocUnsafe(line.length);
    copySequence(line, copy, 0, number);
    this.#sequence.push(copy);
    this.#length += copy.length;
  }

  #endSequence(line: Buffer, number: number): void {
    if (this.#length === 0) throw new FormatError("the read has no bases", this.#line);
    if (line.length > 1 && !line.subarray(1).equals(this.#title))
      throw new FormatError("the title after + differs from the one after @", number);
    this.#state = "quality";
  }

  #addQuality(line: Buffer, number: number): FastqRecord | undefined {
    const before = this.#qualityLength;
    this.#noteShort(line, number);
    this.#qualityLength += line.length;
    if (this.#qualityLength > this.#length) {
      if (this.#short) throw this.#short;
      if (before > 0 && line[0] === AT) throw this.#shorter(before, number - 1);
      throw new FormatError(`the quality is longer than the sequence (${this.#qualityLength} and ${this.#length})`, number);
    }
    if (line.length === 0) throw this.#short ?? this.#shorter(this.#qualityLength, number);
    this.#quality.push(this.#convert(line, number));
    if (this.#qualityLength < this.#length) return undefined;
    this.#state = "title";
    return { title: this.#title, sequence: joined(this.#sequence), quality: joined(this.#quality), line: this.#line };
  }

  /**
   * A sequence on one line has its quality on one line, as a rule. A second line that begins with "@" is then most likely
   * the next title, though it may be a quality: only a fault shows which, and the short line is what to name.
   */
  #noteShort(line: Buffer, number: number): void {
    if (this.#sequence.length > 1 || this.#quality.length !== 1) return;
    const [first] = this.#quality as [Buffer];
    if (line[0] === AT || first[0] === AT - this.#shift) this.#short = this.#shorter(first.length, number - 1);
  }

  #shorter(length: number, number: number): FormatError {
    return new FormatError(`the quality is shorter than the sequence (${length} and ${this.#length})`, number);
  }

  #convert(line: Buffer, number: number): Buffer {
    const copy = Buffer.allocUnsafe(line.length);
    for (let at = 0; at < line.length; at++) {
      const byte = line[at] as number;
      if (byte < this.#lowestLegal || byte > 126) throw this.#short ?? new FormatError(this.#complaint(byte, at), number);
      if (byte < this.#range.lowest) this.#range.lowest = byte;
      if (byte > this.#range.highest) this.#range.highest = byte;
      copy[at] = byte - this.#shift;
    }
    return copy;
  }

  #complaint(byte: number, at: number): string {
    const which = `${shown(byte)} at column ${at + 1} is no quality`;
    if (byte < 33 || byte > 126 || this.#shift === 0) return which;
    return `${which} with offset 64${byte >= 59 ? ": these may be Solexa qualities, which are not read" : "; is it 33?"}`;
  }
}

function joined(parts: Buffer[]): Buffer {
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
}
