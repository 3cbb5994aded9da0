import type { Writable } from "node:stream";
import { BlockWriter } from "./block-writer.js";
import { FormatError } from "./format-error.js";
import { pairing, readName, sideOf } from "./pair-names.js";
import { isPhix } from "./phix.js";
import { type FastqRecord, type QualityRange, readFastq } from "./read-fastq.js";

export interface FastqFile {
  bytes: AsyncIterable<Buffer>;
  /** Gets the reads as four lines each, upper-case DNA, offset 33, each named by its place in the file. */
  target: Writable;
}

export interface NormalisedFastq {
  /** Reads, or pairs, that are kept. */
  records: number;
  /** Reads, or pairs, of the machine's control that were left out. */
  phix: number;
  minLength: number;
  maxLength: number;
  warnings: string[];
}

/** A fault in one of the two files of a pair. */
export class PairError extends FormatError {
  readonly which: "forward" | "reverse";

  constructor(which: "forward" | "reverse", message: string, line: number | null) {
    super(message, line);
    this.which = which;
  }
}

/**
 * Reads one FASTQ file, or the two of a pair in step, to the end and writes them in one plain form.
 *
 * Names are not kept: tools take `;size=` for an abundance, refuse bytes above 127, and compare those of a pair in
 * their own way. A read is `<prefix><number>`, counted from 1 over all reads of its file; both of a pair have the same.
 *
 * @param prefix what keeps names of several samples apart; plain ASCII
 * @throws {PairError} at the first fault: of the format, of the qualities' offset, or between the two files
 */
export async function normaliseFastq(
  files: { forward: FastqFile; reverse?: FastqFile },
  offset: 33 | 64,
  prefix = "",
): Promise<NormalisedFastq> {
  const isPaired = files.reverse !== undefined;
  const forward = new Side("forward", files.forward, offset, isPaired, prefix);
  const reverse = files.reverse && new Side("reverse", files.reverse, offset, isPaired, prefix);
  const sides = reverse ? [forward, reverse] : [forward];
  try {
    if (reverse) await writePairs(forward, reverse);
    else await writeSingle(forward);
    for (const side of sides) side.checkWhole(offset);
    for (const side of sides) await side.end();
  } finally {
    for (const side of sides) await side.close();
  }
  return {
    records: forward.records,
    phix: forward.phix,
    minLength: Math.min(...sides.map((side) => side.minLength)),
    maxLength: Math.max(...sides.map((side) => side.maxLength)),
    warnings: [...new Set(sides.flatMap((side) => side.warnings()))],
  };
}

async function writeSingle(forward: Side): Promise<void> {
  while (await forward.fill()) {
    for (let record = forward.take(); record; record = forward.take()) forward.write(record, isPhix(record.sequence));
  }
}

async function writePairs(forward: Side, reverse: Side): Promise<void> {
  while (await forward.fill()) {
    if (!(await reverse.fill())) throw shorter("reverse", reverse.read, forward.peekLine());
    while (forward.ready && reverse.ready) writePair(forward, reverse);
  }
  if (await reverse.fill()) throw shorter("forward", forward.read, reverse.peekLine());
}

function writePair(forward: Side, reverse: Side): void {
  const [one, two] = [forward.take() as FastqRecord, reverse.take() as FastqRecord];
  const found = pairing(one.title, two.title);
  if (found === "swapped") throw contradiction("forward", "reverse", one.line);
  if (found === "strangers")
    throw new PairError(
      "reverse",
      `read ${shownName(two)} has ${shownName(one)} for a partner in the other file: the files are not a pair, or not in the same order`,
      two.line,
    );
  const control = isPhix(one.sequence) || isPhix(two.sequence);
  forward.write(one, control);
  reverse.write(two, control);
}

/** One file of a pair, and what was seen of it. */
class Side {
  readonly #which: "forward" | "reverse";
  readonly #isPaired: boolean;
  readonly #batches: AsyncGenerator<FastqRecord[]>;
  readonly #prefix: string;
  readonly #writer: BlockWriter;
  readonly #range: QualityRange = { lowest: 255, highest: 0 };
  readonly #seen = new Set<number>();
  #batch: FastqRecord[] = [];
  #at = 0;
  #contradiction: PairError | undefined;
  records = 0;
  phix = 0;
  minLength = Number.POSITIVE_INFINITY;
  maxLength = 0;

  constructor(which: "forward" | "reverse", file: FastqFile, offset: 33 | 64, isPaired: boolean, prefix: string) {
    this.#which = which;
    this.#isPaired = isPaired;
    this.#prefix = prefix;
    this.#batches = readFastq(file.bytes, offset, this.#range);
    this.#writer = new BlockWriter(file.target);
  }

  get ready(): boolean {
    return this.#at < this.#batch.length;
  }

  /** Lets go of the file, also where it was not read to its end. */
  async close(): Promise<void> {
    await this.#batches.return(undefined);
  }

  /** @returns false at the end of the file */
  async fill(): Promise<boolean> {
    while (!this.ready) {
      await this.#writer.drained();
      const next = await this.#batches.next().catch((error: unknown) => {
        throw error instanceof FormatError ? new PairError(this.#which, error.message, error.line) : error;
      });
      if (next.done) return false;
      this.#batch = next.value;
      this.#at = 0;
    }
    return true;
  }

  take(): FastqRecord | undefined {
    return this.#batch[this.#at++];
  }

  peekLine(): number {
    return this.#batch[this.#at]?.line ?? 0;
  }

  /** Reads that were seen so far, kept or not. */
  get read(): number {
    return this.records + this.phix;
  }

  write(record: FastqRecord, isControl: boolean): void {
    const { sequence, quality } = record;
    this.#checkSide(record);
    if (isControl) {
      this.phix++;
      return;
    }
    this.records++;
    if (sequence.length < this.minLength) this.minLength = sequence.length;
    if (sequence.length > this.maxLength) this.maxLength = sequence.length;
    if (this.records <= 1000) for (const byte of quality) this.#seen.add(byte);
    this.#writer.write(`@${this.#prefix}${this.read}\n`);
    this.#writer.write(sequence);
    this.#writer.write("\n+\n");
    this.#writer.write(quality);
    this.#writer.write("\n");
  }

  end(): Promise<void> {
    return this.#writer.end();
  }

  #checkSide(record: FastqRecord): void {
    const said = this.#isPaired ? sideOf(record.title) : null;
    if (said === null || said === this.#which) return;
    this.#contradiction ??= contradiction(this.#which, said, record.line);
  }

  /** What shows only when the whole file was read: a difference in counts says more than a wrong mark. */
  checkWhole(offset: 33 | 64): void {
    if (this.#contradiction) throw this.#contradiction;
    this.#checkOffset(offset);
  }

  #checkOffset(offset: 33 | 64): void {
    const { lowest, highest } = this.#range;
    if (offset === 33 && lowest >= 59 && highest > 74) {
      throw new PairError(
        this.#which,
        `the qualities look like Phred+64 or Solexa (bytes ${lowest} to ${highest}); say quality_offset: 64 if they are Phred+64`,
        null,
      );
    }
  }

  warnings(): string[] {
    if (this.#seen.size === 1) return ["all qualities are the same: expected errors say nothing of these reads"];
    if (this.#seen.size <= 8) return [`the qualities have only ${this.#seen.size} values (binned): expected errors are rough`];
    return [];
  }
}

function shorter(which: "forward" | "reverse", reads: number, line: number): PairError {
  const other = which === "forward" ? "reverse" : "forward";
  return new PairError(other, `the ${which} file ends after ${reads.toLocaleString("en-US")} reads, and this one goes on`, line);
}

function contradiction(which: "forward" | "reverse", said: "forward" | "reverse", line: number): PairError {
  return new PairError(which, `the read says that it is a ${said} read: forward and reverse files are swapped or mixed`, line);
}

function shownName({ title }: FastqRecord): string {
  return readName(title).slice(0, 100);
}
