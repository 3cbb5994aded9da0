import type { Writable } from "node:stream";
import { BlockWriter } from "./block-writer.js";
import { FormatError } from "./format-error.js";
import { checkTitle, copySequence, shown } from "./letters.js";
import { lineBatches } from "./line-batches.js";

export interface NormalisedFasta {
  sequences: number;
  /** The abundances that `;size=` gives, added up; the number of sequences where there are none. */
  count: number;
  hasSizes: boolean;
  /** Bases. */
  minLength: number;
  maxLength: number;
  warnings: string[];
}

/** vsearch leaves out longer sequences without a word. */
const LONGEST = 50_000;

/**
 * Reads FASTA to the end and writes it as one line a sequence, upper-case DNA. Names are kept up to the first blank.
 *
 * @param header turns a title (without `>`) into the one to write; the place for checks of its form
 * @throws {FormatError} at the first fault; sequences without letters, gaps and amino acids are some
 */
export async function normaliseFasta(
  bytes: AsyncIterable<Buffer>,
  target: Writable,
  header: (title: string, line: number) => string = upToBlank,
): Promise<NormalisedFasta> {
  const writer = new BlockWriter(target);
  const seen = new Summary();
  let sequence = Buffer.allocUnsafe(LONGEST);
  let length = 0;
  let titleLine = 0;
  const close = () => {
    if (titleLine === 0) return;
    if (length === 0) throw new FormatError("the sequence has no letters", titleLine);
    seen.sequence(length);
    writer.write(sequence.subarray(0, length));
    writer.write("\n");
    length = 0;
  };
  for await (const { first, lines } of lineBatches(bytes)) {
    for (const [index, line] of lines.entries()) {
      const number = first + index;
      if (line[0] === 0x3e) {
        close();
        checkTitle(line, number);
        titleLine = number;
        const title = header(line.toString("utf8", 1), number);
        seen.title(title, number);
        writer.write(`>${title}\n`);
        continue;
      }
      if (line.length === 0) continue;
      if (titleLine === 0) throw new FormatError(`the file begins with ${shown(line[0] as number)} instead of ">"`, number);
      if (length + line.length > LONGEST)
        throw new FormatError(`the sequence is longer than ${LONGEST.toLocaleString("en-US")} bases`, titleLine);
      length = copySequence(trimmed(line), sequence, length, number);
    }
    await writer.drained();
  }
  close();
  sequence = Buffer.alloc(0);
  const summary = seen.end();
  await writer.end();
  return summary;
}

/** What was seen of the sequences. */
class Summary {
  readonly #names = new Set<string>();
  #duplicates = 0;
  #sequences = 0;
  #sized = 0;
  #count = 0;
  #minLength = Number.POSITIVE_INFINITY;
  #maxLength = 0;

  title(title: string, line: number): void {
    if (title === "") throw new FormatError("the sequence has no name", line);
    if (this.#names.has(title)) this.#duplicates++;
    else this.#names.add(title);
    const size = /;size=([^;]*)/.exec(title)?.[1];
    if (size === undefined) return;
    if (!/^[1-9]\d{0,11}$/.test(size)) throw new FormatError(`size=${size} is no number of reads`, line);
    this.#sized++;
    this.#count += Number(size);
  }

  sequence(length: number): void {
    this.#sequences++;
    this.#minLength = Math.min(this.#minLength, length);
    this.#maxLength = Math.max(this.#maxLength, length);
  }

  end(): NormalisedFasta {
    if (this.#sequences === 0) throw new FormatError("the file holds no sequences");
    if (this.#sized > 0 && this.#sized < this.#sequences) {
      throw new FormatError(`${this.#sized} of ${this.#sequences} sequences have ;size=; either all or none must have it`);
    }
    return {
      sequences: this.#sequences,
      count: this.#sized > 0 ? this.#count : this.#sequences,
      hasSizes: this.#sized > 0,
      minLength: this.#minLength,
      maxLength: this.#maxLength,
      warnings: this.#duplicates > 0 ? [`${this.#duplicates} sequences bear the name of an earlier one`] : [],
    };
  }
}

function upToBlank(title: string): string {
  return title.trimStart().split(/[ \t]/, 1)[0] ?? "";
}

function trimmed(line: Buffer): Buffer {
  let end = line.length;
  while (end > 0 && (line[end - 1] === 32 || line[end - 1] === 9)) end--;
  return line.subarray(0, end);
}
