import { open, readFile, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, resolve } from "node:path";
import { parse } from "csv-parse/sync";
import { CommandError } from "../exit-status.js";

const MAX_SHEET_BYTES = 16 * 1024 * 1024;
const FILE_COLUMNS = ["fastq_1", "fastq_2"];

/** Told by its first line, which names the columns `sample` and `fastq_1`. */
export async function isSampleSheet(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(4096), position: 0 });
    const first =
      buffer
        .subarray(0, bytesRead)
        .toString("utf8")
        .split(/\r\n|\n|\r/, 1)[0] ?? "";
    const columns = first
      .replace(/^\uFEFF/, "")
      .split(",")
      .map((column) => column.trim().replaceAll('"', ""));
    return columns.includes("sample") && columns.includes("fastq_1");
  } finally {
    await file.close();
  }
}

/**
 * The files that a sheet names, each once; looked for beside the sheet, then in the current folder.
 *
 * @throws {CommandError} naming every file that is not there, with its line
 */
export async function filesOfSheet(sheet: string): Promise<string[]> {
  const found = new Set<string>();
  const missing: string[] = [];
  for (const { line, column, name } of cells(sheet, await readSheet(sheet))) {
    const path = await find(sheet, name);
    if (path) found.add(path);
    else missing.push(`line ${line}, ${column}: ${name}`);
  }
  if (missing.length > 0) {
    throw new CommandError(`${sheet} names files that are neither beside it nor in the current folder:\n  ${missing.join("\n  ")}`);
  }
  return [...found];
}

async function readSheet(sheet: string): Promise<string> {
  const { size } = await stat(sheet);
  if (size > MAX_SHEET_BYTES) throw new CommandError(`${sheet} is too large for a sample sheet (${size} bytes)`);
  return readFile(sheet, "utf8");
}

function cells(sheet: string, text: string): { line: number; column: string; name: string }[] {
  const rows = parseRows(sheet, text);
  return rows.flatMap(({ record, info }) =>
    FILE_COLUMNS.flatMap((column) => {
      const name = record[column] ?? "";
      return name === "" ? [] : [{ line: info.lines, column, name }];
    }),
  );
}

function parseRows(sheet: string, text: string): { record: Record<string, string>; info: { lines: number } }[] {
  try {
    return parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true, info: true }) as never;
  } catch (error) {
    throw new CommandError(`${sheet} is not a table that can be read: ${(error as Error).message}`);
  }
}

async function find(sheet: string, name: string): Promise<string | undefined> {
  const beside = resolve(dirname(sheet), name);
  for (const path of isAbsolute(name) ? [name] : [beside, resolve(name), resolve(dirname(sheet), basename(name))]) {
    if (await isFile(path)) return path;
  }
  return undefined;
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
