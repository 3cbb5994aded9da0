import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { loadConfig } from "../config/config.js";
import type { AnalysisResult } from "../contracts/tasks/run-analysis/result.js";
import type { DevStack, Job } from "../test/e2e/dev-stack.js";
import { runningProcesses } from "./processes.js";
import type { BenchOptions, Row } from "./benchmark.js";

const DATA = loadConfig().testData;
/** Of 6,714 pairs: about a million. */
const TIMES = 149;
const WITHIN_MS = 1_800_000;
const LOOK_EVERY_MS = 200;

interface Look {
  atMs: number;
  bytes: number;
}

/** One sample of a million pairs: what each stage takes of time, and the most memory of all processes while it runs. */
export async function stages({ stack }: BenchOptions): Promise<Row[]> {
  const reads = [1, 2].map((side) => join(DATA, `mifish-12s/DRR126155_${side}.fastq.gz`));
  if (!existsSync(reads[0] ?? "")) return [{ name: "stages", measured: "skipped: needs mifish-12s", target: "", reached: null }];
  const reference = join(DATA, "references/mifish-12s-v3.83.sintax.fasta.gz");
  await cp(reference, join(stack.dataRoot, basename(reference)));
  await mkdir(join(stack.dataRoot, "million"));
  for (const [side, file] of reads.entries()) {
    // Several members of gzip are one file.
    const bytes = Buffer.concat(Array<Buffer>(TIMES).fill(await readFile(file)));
    await writeFile(join(stack.dataRoot, "million", `million_R${side + 1}.fastq.gz`), bytes);
  }
  const id = await stack.submit("run_analysis", {
    dataset_path: "million",
    reference: basename(reference),
    parameters: { marker: "12S-MiFish" },
  });
  const looks: Look[] = [];
  for (const untilMs = Date.now() + WITHIN_MS; Date.now() < untilMs && !(await stack.job(id)).ready; await sleep(LOOK_EVERY_MS))
    looks.push({ atMs: Date.now(), bytes: residentBytes(stack) });
  const job = await stack.job(id);
  assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
  const millions = Object.values((job.result as AnalysisResult).reads["check_input"] ?? {}).reduce((sum, count) => sum + count, 0) / 1e6;
  return job.attempts.map((attempt) => rowOf(attempt, looks, millions));
}

function rowOf(
  { stage, started_at: startedAt, ended_at: endedAt, peak_memory_bytes: ofTool }: Job["attempts"][number],
  looks: Look[],
  millions: number,
): Row {
  const [fromMs, toMs] = [Date.parse(startedAt), Date.parse(endedAt ?? "")];
  const seen = looks.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs).map(({ bytes }) => bytes);
  const most = seen.length === 0 ? "too short to see" : `${megabytes(Math.max(...seen))} MB of all processes`;
  const tool = ofTool === null ? "" : `, ${megabytes(ofTool)} MB of its tool`;
  return {
    name: `stage ${stage}`,
    measured: `${((toMs - fromMs) / 1000 / millions).toFixed(1)} s a million pairs; most memory ${most}${tool}`,
    target: "said",
    reached: null,
  };
}

function residentBytes({ home }: DevStack): number {
  const own = runningProcesses().filter(({ environment, command }) => environment.includes(home) || command.includes(home));
  return own.reduce((sum, process) => sum + process.residentBytes, 0);
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 ** 2);
}
