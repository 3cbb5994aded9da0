import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { DevStack } from "../test/e2e/dev-stack.js";
import type { Benchmark, BenchOptions, Row } from "./benchmark.js";
import { crash } from "./crash.js";
import { fanOut } from "./fan-out.js";
import { health } from "./health.js";
import { largeGroup } from "./large-group.js";
import { latency } from "./latency.js";
import { memory } from "./memory.js";
import { noops } from "./noops.js";
import { novelty } from "./novelty.js";
import { biomarks, mifish, otus, samples } from "./pipeline.js";
import { progress } from "./progress.js";
import { stages } from "./stages.js";
import { start } from "./start.js";
import { submit } from "./submit.js";

const BENCHMARKS: Record<string, Benchmark> = {
  start,
  mifish,
  biomarks,
  otus,
  samples,
  stages,
  submit,
  noops,
  "fan-out": fanOut,
  "large-group": largeGroup,
  latency,
  progress,
  crash,
  health,
  memory,
  novelty,
};
const GROUPS: Record<string, string[]> = {
  pipeline: ["mifish", "biomarks", "otus", "samples"],
  celery: ["submit", "noops", "fan-out", "latency", "progress", "crash", "memory"],
};

/** What protects a server that is shared from a user who does what the benchmarks do. */
const NO_LIMITS = { AVALANCHE_SUBMIT_RATE: "100000", AVALANCHE_MAX_OPEN_JOBS: "1000000" };

/** Runs all benchmarks, or those that are named, side by side with the plain shell or with Celery, and prints one table. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { rounds: { type: "string" } }, allowPositionals: true });
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0))
    throw new Error(`--rounds ${values.rounds}: give a whole number from 1`);
  const names = positionals.length > 0 ? positionals.flatMap((name) => GROUPS[name] ?? [name]) : Object.keys(BENCHMARKS);
  const unknown = names.filter((name) => !Object.hasOwn(BENCHMARKS, name));
  const known = [...Object.keys(GROUPS), ...Object.keys(BENCHMARKS)];
  if (unknown.length > 0) throw new Error(`there is no benchmark ${unknown.join(", ")}; there are ${known.join(", ")}`);
  const stack = await DevStack.start(NO_LIMITS);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stack.stop().finally(() => process.exit(130)));
  const rows: Row[] = [];
  try {
    for (const name of names) {
      process.stderr.write(`${name} ...\n`);
      const done = await carriedOut(name, { stack, rounds });
      for (const row of done) process.stderr.write(`${line(row)}\n`);
      rows.push(...done);
    }
  } finally {
    print(rows);
    await stack.stop();
  }
}

/** Where one of them fails, the others are worth seeing too. */
async function carriedOut(name: string, options: BenchOptions): Promise<Row[]> {
  try {
    return (await BENCHMARKS[name]?.(options)) ?? [];
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${name} failed: ${(error as Error).stack}\n`);
    const [firstLine = ""] = (error as Error).message.split("\n");
    return [{ name, measured: `failed: ${firstLine}`, target: "", reached: false }];
  }
}

function print(rows: Row[]): void {
  const machine = `${cpus().length} processors, ${Math.round(totalmem() / 1024 ** 3)} GiB, Node ${process.versions.node}`;
  console.log(`\n${new Date().toISOString().slice(0, 10)}, ${machine}\n`);
  console.log("| benchmark | measured: median (minimum to maximum) | beside it | to reach | |\n| --- | --- | --- | --- | --- |");
  for (const row of rows) console.log(line(row));
}

function line({ name, measured, peer = "", target, reached }: Row): string {
  return `| ${[name, measured, peer, target, reached === null ? "" : reached ? "yes" : "NO"].map(cell).join(" | ")} |`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

await main();
