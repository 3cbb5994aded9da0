import { csvRows } from "./csv-rows.js";
import { FormatError } from "./format-error.js";
import { type NgsfilterRow, parseNgsfilter } from "./ngsfilter.js";
import { checkSampleNames } from "./sample-names.js";
import { checkControl } from "./sample-sheet.js";

/** A sample, and the tags by which its reads are known. */
export interface TaggedSample {
  name: string;
  /** 5'->3', upper-case DNA: what stands before the forward primer, and before the reverse primer. */
  forward: string;
  reverse: string;
  /** The pair of files that its reads are in; empty where the file does not say. */
  library: string;
  /** The file's other columns. */
  metadata: Record<string, string>;
  /** Where the file names it, from 1. */
  line: number;
}

export interface Primers {
  forwardPrimer: string;
  reversePrimer: string;
}

const NEEDED = ["sample", "forward_tag", "reverse_tag"];

/**
 * Reads a tag file: CSV, or TSV where its first line holds a tab, with the columns `sample`, `forward_tag`, `reverse_tag`,
 * and optionally `library`, `control` and any others; or an ngsfilter file of OBITools.
 *
 * @param primers that stand behind the tags; those of an ngsfilter file must be the same
 * @throws {FormatError} with the row's line
 */
export function parseTagFile(text: string, primers: Primers): TaggedSample[] {
  const plain = text.replace(/^\uFEFF/, "");
  const samples = parseNgsfilter(plain)?.map((row) => ofNgsfilter(row, primers)) ?? parseTable(plain);
  checkOnce(samples);
  checkSampleNames(samples.map(({ name }) => name));
  return samples;
}

function parseTable(text: string): TaggedSample[] {
  const delimiter = text.split("\n", 1)[0]?.includes("\t") ? "\t" : ",";
  const [head, ...body] = csvRows(text, "the tag file", delimiter);
  if (!head) throw new FormatError("the tag file is empty");
  const columns = head.cells;
  const missing = NEEDED.find((column) => !columns.includes(column));
  if (missing !== undefined)
    throw new FormatError(
      `there is no column ${missing}; the tag file has ${columns.join(", ")} and needs ${NEEDED.join(", ")} in its first line, between commas or tabs`,
      1,
    );
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) throw new FormatError(`the column ${JSON.stringify(twice)} stands there twice`, 1);
  if (body.length === 0) throw new FormatError("the tag file names no samples", 1);
  const hasLibraries = columns.includes("library");
  return body.map(({ cells, line }) =>
    toSample(Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ""])), hasLibraries, line),
  );
}

function ofNgsfilter(
  { sample, forward, reverse, forwardPrimer, reversePrimer, metadata, line }: NgsfilterRow,
  primers: Primers,
): TaggedSample {
  if (forwardPrimer !== primers.forwardPrimer || reversePrimer !== primers.reversePrimer)
    throw new FormatError(
      `the primers ${forwardPrimer} and ${reversePrimer} are not those of the marker, ${primers.forwardPrimer} and ${primers.reversePrimer}; give theirs with \`custom\``,
      line,
    );
  return {
    name: sample,
    forward: toTag("forward tag", forward, line),
    reverse: toTag("reverse tag", reverse, line),
    library: "",
    metadata,
    line,
  };
}

function toSample(row: Record<string, string>, hasLibraries: boolean, line: number): TaggedSample {
  const { sample: name = "", forward_tag: forward = "", reverse_tag: reverse = "", library = "", ...metadata } = row;
  if (name === "") throw new FormatError("the sample has no name", line);
  if (hasLibraries && library === "") throw new FormatError(`sample ${name} has no library`, line);
  checkControl(metadata, line);
  return { name, forward: toTag("forward_tag", forward, line), reverse: toTag("reverse_tag", reverse, line), library, metadata, line };
}

function toTag(column: string, given: string, line: number): string {
  const tag = given.toUpperCase();
  if (/^[ACGT]{4,40}$/.test(tag)) return tag;
  throw new FormatError(`${column} is ${JSON.stringify(given.slice(0, 100))}; a tag is 4 to 40 of the letters A, C, G and T`, line);
}

function checkOnce(samples: readonly TaggedSample[]): void {
  const lines = new Map<string, number>();
  for (const { name, line } of samples) {
    const earlier = lines.get(name);
    if (earlier !== undefined)
      throw new FormatError(
        `sample ${name} stands in line ${earlier} too; a sample has one pair of tags, and replicates have names of their own`,
        line,
      );
    lines.set(name, line);
  }
}
