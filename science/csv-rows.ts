import { CsvError, parse } from "csv-parse/sync";
import { FormatError } from "./format-error.js";

export interface CsvRow {
  cells: string[];
  /** Where it ends, from 1. */
  line: number;
}

/**
 * The rows of a table that are not empty, cells without the blanks around them.
 *
 * @param what the table is, for messages
 * @throws {FormatError} where quotes do not match or a row has another number of cells than the first
 */
export function csvRows(text: string, what: string, delimiter: "," | "\t"): CsvRow[] {
  try {
    const options = { info: true, skip_empty_lines: true, trim: true, delimiter } as const;
    const records = parse(text.replace(/^\uFEFF/, ""), options) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new FormatError(`${what} is no clean CSV: ${error.message}`, typeof error["lines"] === "number" ? error["lines"] : null);
  }
}
