import { csvRows } from "./csv-rows.js";
import { FormatError } from "./format-error.js";
import { checkSampleNames } from "./sample-names.js";

export interface ListedSample {
  name: string;
  /** File names, as the sheet or the folder has them. */
  forward: string;
  reverse?: string;
  /** The sheet's other columns. */
  metadata: Record<string, string>;
  /** Where the sheet names it, from 1; absent for a folder. */
  line?: number;
}

export const CONTROLS = ["negative_field", "negative_extraction", "negative_pcr", "positive"] as const;

/**
 * Reads a sample sheet: CSV with the columns `sample`, `fastq_1`, optionally `fastq_2`, `control` and any others.
 *
 * @throws {FormatError} with the row's line
 */
export function parseSampleSheet(text: string): ListedSample[] {
  const rows = csvRows(text, "the sample sheet", ",");
  const [head, ...body] = rows;
  if (!head) throw new FormatError("the sample sheet is empty");
  const columns = head.cells;
  for (const needed of ["sample", "fastq_1"]) {
    if (!columns.includes(needed)) throw new FormatError(missingColumn(needed, columns), 1);
  }
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) throw new FormatError(`the column ${JSON.stringify(twice)} stands there twice`, 1);
  if (body.length === 0) throw new FormatError("the sample sheet names no samples", 1);
  const samples = body.map(({ cells, line }) =>
    toSample(Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ""])), line),
  );
  checkSampleNames(samples.map(({ name }) => name));
  checkFiles(samples);
  return samples;
}

/** A file of two samples counts its reads twice, and one of them most likely means another. */
function checkFiles(samples: readonly ListedSample[]): void {
  const lines = new Map<string, number>();
  for (const { forward, reverse, line = 0 } of samples) {
    for (const file of reverse === undefined ? [forward] : [forward, reverse]) {
      const earlier = lines.get(file);
      if (earlier !== undefined) throw new FormatError(`${file} is named in line ${earlier} too; a file belongs to one sample`, line);
      lines.set(file, line);
    }
  }
}

function toSample(row: Record<string, string>, line: number): ListedSample {
  const { sample: name = "", fastq_1: forward = "", fastq_2: reverse = "", ...metadata } = row;
  if (name === "") throw new FormatError("the sample has no name", line);
  if (forward === "") throw new FormatError(`sample ${name} has no file in fastq_1`, line);
  checkControl(metadata, line);
  if (forward === reverse) throw new FormatError(`sample ${name} has the same file twice`, line);
  return { name, forward, ...(reverse === "" ? {} : { reverse }), metadata, line };
}

/** @throws {FormatError} where the column `control` says what it cannot */
export function checkControl({ control = "" }: Record<string, string>, line: number): void {
  if (control !== "" && !(CONTROLS as readonly string[]).includes(control)) {
    throw new FormatError(`control is ${JSON.stringify(control)}; it can be ${CONTROLS.join(", ")}, or empty`, line);
  }
}

function missingColumn(needed: string, columns: string[]): string {
  const only = columns.length === 1 ? (columns[0] ?? "") : "";
  const delimiter = only.includes(";") ? "semicolons" : only.includes("\t") ? "tabs" : null;
  if (delimiter) return `the columns are separated by ${delimiter}; use commas`;
  return `there is no column ${needed}; the sheet has ${columns.join(", ")}`;
}
