import type { Writable } from "node:stream";
import { BlockWriter } from "./block-writer.js";
import { FormatError } from "./format-error.js";
import { checkTitle, copySequence, shown } from "./letters.js";
import { lineBatches } from "./line-batches.js";
import { SequenceNames } from "./sequence-names.js";

export interface NormalisedFasta {
  sequences: number;
  /** Bases. */
  minLength: number;
  maxLength: number;
}

export interface NormalisedSample extends NormalisedFasta {
  /** The abundances that `;size=` gives, added up; the number of sequences where there are none. */
  count: number;
  hasSizes: boolean;
  warnings: string[];
}

/** vsearch leaves out longer sequences without a word. */
const LONGEST = 50_000;

/**
 * Reads a sample's FASTA to the end and writes it as one line a sequence, upper-case DNA, each named by its place in the file.
 *
 * @param prefix what keeps names of several samples apart; plain ASCII
 * @throws {FormatError} at the first fault; sequences without letters, gaps and amino acids are some
 */
export async function normaliseSampleFasta(bytes: AsyncIterable<Buffer>, target: Writable, prefix = ""): Promise<NormalisedSample> {
  const names = new SequenceNames(prefix);
  const read = await normaliseFasta(bytes, target, (title, line) => names.next(title, line));
  return { ...read, ...names.end() };
}

/**
 * Reads FASTA to the end and writes it as one line a sequence, upper-case DNA. The target is closed whatever happens: a file that
 * was removed while it was open keeps its place on the disk.
 *
 * @param header turns a title (without `>`) into the one to write; the place for checks of its form
 * @param onSequence hears the bases as they are written; they are overwritten afterwards
 * @throws {FormatError} at the first fault; sequences without letters, gaps and amino acids are some
 */
export async function normaliseFasta(
  bytes: AsyncIterable<Buffer>,
  target: Writable,
  header: (title: string, line: number) => string,
  onSequence: (sequence: Buffer) => void = () => undefined,
): Promise<NormalisedFasta> {
  try {
    return await readTo(new BlockWriter(target), bytes, header, onSequence);
  } finally {
    target.destroy();
  }
}

async function readTo(
  writer: BlockWriter,
  bytes: AsyncIterable<Buffer>,
  header: (title: string, line: number) => string,
  onSequence: (sequence: Buffer) => void,
): Promise<NormalisedFasta> {
  const seen: NormalisedFasta = { sequences: 0, minLength: Number.POSITIVE_INFINITY, maxLength: 0 };
  let sequence = Buffer.allocUnsafe(LONGEST);
  let length = 0;
  let titleLine = 0;
  const close = () => {
    if (titleLine === 0) return;
    if (length === 0) throw new FormatError("the sequence has no letters", titleLine);
    seen.sequences++;
    seen.minLength = Math.min(seen.minLength, length);
    seen.maxLength = Math.max(seen.maxLength, length);
    onSequence(sequence.subarray(0, length));
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
        writer.write(`>${header(line.toString("utf8", 1), number)}\n`);
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
  if (seen.sequences === 0) throw new FormatError("the file holds no sequences");
  await writer.end();
  return seen;
}

function trimmed(line: Buffer): Buffer {
  let end = line.length;
  while (end > 0 && (line[end - 1] === 32 || line[end - 1] === 9)) end--;
  return line.subarray(0, end);
}
