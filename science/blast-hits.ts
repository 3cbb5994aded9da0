import { FormatError } from "./format-error.js";
import { lineBatches } from "./line-batches.js";

export interface BlastCounts {
  queries: number;
  queriesWithHits: number;
  hits: number;
}

/**
 * Reads what blastn wrote as `-outfmt 7`: rows with comments between them, which tell of every query how many rows it has,
 * and at the end how many queries there were. Source: NCBI's manual of BLAST+.
 *
 * @param onRow gets each row, without its end
 * @throws {FormatError} where rows or the end are missing, as after a full disk
 */
export async function readBlastHits(bytes: AsyncIterable<Buffer>, onRow: (row: string) => void): Promise<BlastCounts> {
  const reader = new HitReader(onRow);
  for await (const { lines } of lineBatches(bytes)) for (const line of lines) reader.line(line.toString("latin1"));
  return reader.end();
}

class HitReader {
  readonly #onRow: (row: string) => void;
  readonly #counts: BlastCounts = { queries: 0, queriesWithHits: 0, hits: 0 };
  #promised = 0;
  #processed: number | undefined;

  constructor(onRow: (row: string) => void) {
    this.#onRow = onRow;
  }

  line(text: string): void {
    // A query may be called `#1`: only rows hold tabs.
    if (text.includes("\t")) {
      this.#counts.hits++;
      this.#onRow(text);
      return;
    }
    const found = /^# (\d+) hits found$/.exec(text)?.[1];
    if (found !== undefined) this.#begin(Number(found));
    const processed = /^# BLAST processed (\d+) queries$/.exec(text)?.[1];
    if (processed !== undefined) this.#processed = Number(processed);
  }

  end(): BlastCounts {
    this.#check();
    if (this.#counts.queries !== this.#processed) throw cutShort();
    return this.#counts;
  }

  #begin(hits: number): void {
    this.#check();
    this.#counts.queries++;
    if (hits > 0) this.#counts.queriesWithHits++;
    this.#promised += hits;
  }

  #check(): void {
    if (this.#counts.hits !== this.#promised) throw cutShort();
  }
}

function cutShort(): FormatError {
  return new FormatError("the output of blastn is cut short; the disk may be full");
}

/** The place of a subject in its reference, counted from 0. @throws {Error} for a name that no index of ours has */
export function placeOf(subject: string): number {
  const place = /^s(\d+)$/.exec(subject)?.[1];
  if (place === undefined) throw new Error(`blastn names the unknown subject ${JSON.stringify(subject)}`);
  return Number(place);
}
