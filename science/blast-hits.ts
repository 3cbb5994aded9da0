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
  const counts: BlastCounts = { queries: 0, queriesWithHits: 0, hits: 0 };
  let promised = 0;
  let processed: number | undefined;
  for await (const { first, lines } of lineBatches(bytes)) {
    for (const [index, line] of lines.entries()) {
      const text = line.toString("latin1");
      if (!text.startsWith("#")) {
        counts.hits++;
        onRow(text);
        continue;
      }
      const found = /^# (\d+) hits found$/.exec(text)?.[1];
      processed ??= numberOf(/^# BLAST processed (\d+) queries$/.exec(text)?.[1]);
      if (found === undefined) continue;
      if (counts.hits !== promised) throw new FormatError(`blastn told of ${promised} hits and wrote ${counts.hits}`, first + index);
      counts.queries++;
      if (found !== "0") counts.queriesWithHits++;
      promised += Number(found);
    }
  }
  if (processed === undefined || counts.hits !== promised || counts.queries !== processed)
    throw new FormatError("the output of blastn is cut short; the disk may be full");
  return counts;
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/** The place of a subject in its reference, counted from 0. @throws {Error} for a name that no index of ours has */
export function placeOf(subject: string): number {
  const place = /^s(\d+)$/.exec(subject)?.[1];
  if (place === undefined) throw new Error(`blastn names the unknown subject ${JSON.stringify(subject)}`);
  return Number(place);
}
