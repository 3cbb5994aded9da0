import { FormatError } from "./format-error.js";

/** A row of an ngsfilter file; cells as they stand there. */
export interface NgsfilterRow {
  sample: string;
  forward: string;
  reverse: string;
  /** Upper-case. */
  forwardPrimer: string;
  reversePrimer: string;
  metadata: Record<string, string>;
  line: number;
}

const DNA = "[acgturyswkmbdhvni]+";
/** experiment, sample, tags, forward primer, reverse primer; what follows is not read. */
const ROW = new RegExp(String.raw`^(\S+)\s+(\S+)\s+([a-z-]+(?::[a-z-]+)?)\s+(${DNA})\s+(${DNA})(?:\s|$)`, "i");

/**
 * Reads the tag file of OBITools: no head, columns between tabs or blanks, one tag for both ends or two with a colon.
 * Source: OBITools' manual, "ngsfilter" (Boyer et al. 2016, doi:10.1111/1755-0998.12428).
 *
 * @returns null where the first line is none of such a file
 * @throws {FormatError} at a later line that is none
 */
export function parseNgsfilter(text: string): NgsfilterRow[] | null {
  const rows: NgsfilterRow[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const row = toRow(line, index + 1);
    if (row) rows.push(row);
    else if (rows.length === 0) return null;
    else throw new FormatError("the line is not as in an ngsfilter file: experiment, sample, tags, forward and reverse primer", index + 1);
  }
  return rows.length === 0 ? null : rows;
}

function toRow(text: string, line: number): NgsfilterRow | null {
  const found = ROW.exec(text);
  if (!found) return null;
  const [experiment, sample, tags, forwardPrimer, reversePrimer] = found.slice(1) as [string, string, string, string, string];
  const [forward = "", reverse = forward] = tags.split(":");
  const primers = { forwardPrimer: forwardPrimer.toUpperCase(), reversePrimer: reversePrimer.toUpperCase() };
  return { sample, forward, reverse, ...primers, metadata: { experiment }, line };
}
