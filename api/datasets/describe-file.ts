import { createReadStream } from "node:fs";
import { open, readFile, stat } from "node:fs/promises";
import { Writable } from "node:stream";
import { decodedBytes, sniffFormat } from "../../science/decoded-bytes.js";
import { FormatError } from "../../science/format-error.js";
import { lineBatches } from "../../science/line-batches.js";
import { normaliseSampleFasta } from "../../science/normalise-fasta.js";
import { normaliseFastq } from "../../science/normalise-fastq.js";
import { parseNgsfilter } from "../../science/ngsfilter.js";
import { parseSampleSheet } from "../../science/sample-sheet.js";
import { sheetText } from "../../science/sheet-text.js";
import type { DatasetRecord } from "../../store/datasets.js";

export type Description = Pick<DatasetRecord["files"][number], "format" | "compressed" | "records" | "problem">;

type Format = Description["format"];

/** Longer text is no sample sheet. */
const MAX_SHEET_BYTES = 16 * 1024 * 1024;

/**
 * What a file is by its content, read to its end as strictly as a job reads it. A fault is part of the description:
 * the job refuses the file, not the upload.
 */
export async function describeFile(path: string): Promise<Description> {
  const compressed = await isGzip(path);
  let format: Format = "unknown";
  try {
    format = await formatOf(path);
    return { format, compressed, records: await count(path, format), problem: null };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { format, compressed, records: null, problem: error.line === null ? error.message : `line ${error.line}: ${error.message}` };
  }
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(2), position: 0 });
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

/** @throws {FormatError} where not even the beginning can be read */
async function formatOf(path: string): Promise<Format> {
  const raw = createReadStream(path);
  try {
    for await (const head of decodedBytes(raw)) {
      const format = sniffFormat(head);
      return format === "unknown" ? tableFormat(head) : format;
    }
    return "unknown";
  } finally {
    raw.destroy();
  }
}

/** By its first line: that of a sample sheet, or of another table, such as tags or a taxonomy. */
function tableFormat(head: Buffer): Format {
  const first =
    head
      .toString("utf8")
      .replace(/^\uFEFF/, "")
      .split(/\r\n|\n|\r/, 1)[0] ?? "";
  const columns = first.split(",").map((column) => column.trim().replaceAll('"', ""));
  if (columns.includes("forward_tag") || parseNgsfilter(first) || (first.includes("\t") && !/[\0\uFFFD]/.test(first))) return "table";
  return columns.some((column) => ["sample", "fastq_1"].includes(column)) ? "csv" : "unknown";
}

async function count(path: string, format: Format): Promise<number> {
  if (format === "csv") return countRows(path);
  if (format === "table") return countLines(path);
  if (format === "unknown") throw new FormatError("this is neither FASTA nor FASTQ nor a sample sheet");
  const raw = createReadStream(path, { highWaterMark: 256 * 1024 });
  try {
    if (format === "fasta") return (await normaliseSampleFasta(decodedBytes(raw), nowhere())).sequences;
    return (await normaliseFastq({ forward: { bytes: decodedBytes(raw), target: nowhere() } }, 33)).records;
  } finally {
    raw.destroy();
  }
}

/** The job that uses it knows what it should hold. */
async function countLines(path: string): Promise<number> {
  let rows = 0;
  for await (const { lines } of lineBatches(decodedBytes(createReadStream(path)))) rows += lines.filter(({ length }) => length > 0).length;
  return rows;
}

async function countRows(path: string): Promise<number> {
  if ((await stat(path)).size > MAX_SHEET_BYTES) throw new FormatError("the sample sheet has more than 16 MB");
  return parseSampleSheet(sheetText(await readFile(path))).length;
}

/** The checked form is made by the job; here only its counts are of interest. */
function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
