import { createReadStream } from "node:fs";
import { JobFailure } from "../contracts/failures.js";
import type { StageRun } from "../contracts/job.js";

export interface RecordCount {
  records: number;
  /** Sum of the `;size=` of the headers; the number of records where there are none. */
  size: number;
}

/**
 * Counts what stands in a file of ours: FASTA with one line a sequence, or FASTQ with four lines a record.
 *
 * @param signal ends the counting with an AbortError
 * @throws {JobFailure} CountMismatch where the last record is cut short
 */
export async function countRecords(path: string, signal: AbortSignal): Promise<RecordCount> {
  let lines = 0;
  let size = 0;
  let sized = 0;
  let rest = "";
  let isFasta: boolean | undefined;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal })) {
    const bytes = chunk as Buffer;
    isFasta ??= bytes[0] === 0x3e;
    if (!isFasta) {
      lines += countNewlines(bytes);
      continue;
    }
    const parts = (rest + bytes.toString("latin1")).split("\n");
    rest = parts.pop() ?? "";
    lines += parts.length;
    for (const line of parts) {
      const at = line.startsWith(">") ? line.lastIndexOf(";size=") : -1;
      if (at === -1) continue;
      size += Number.parseInt(line.slice(at + 6), 10);
      sized++;
    }
  }
  const perRecord = isFasta === false ? 4 : 2;
  const records = lines / perRecord;
  if (!Number.isInteger(records)) throw new JobFailure("CountMismatch", "the output of a tool is cut short; the disk may be full");
  return { records, size: sized === records && records > 0 ? size : records };
}

/** Lines of a text file. */
export async function countLines(path: string, signal: AbortSignal): Promise<number> {
  let lines = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal })) lines += countNewlines(chunk as Buffer);
  return lines;
}

/** A tool that loses reads without a word must not go unnoticed. */
export function expectCount(stage: string, who: string, expected: number, found: number): void {
  if (expected === found) return;
  throw new JobFailure(
    "CountMismatch",
    `${stage}: ${who} has ${found} reads where ${expected} were expected; nothing of it was kept, and the disk may be full`,
  );
}

/**
 * For the stages of all samples together. What becomes of one sample is judged by the workflow, which knows the others.
 *
 * @throws {JobFailure} NothingLeft, with what to look at
 */
export function expectSome(run: StageRun, left: number, before: number, hint: string): void {
  if (left > 0) return;
  throw new JobFailure("NothingLeft", `0 of ${thousands(before)} reads left after stage ${run.stage}; ${hint}`);
}

/** `1,234,567`, for messages. */
export function thousands(count: number): string {
  return count.toLocaleString("en-US");
}

function countNewlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}
