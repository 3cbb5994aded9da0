import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { DevStack } from "../test/e2e/dev-stack.js";
import type { Benchmark, Row } from "./benchmark.js";
import { health } from "./health.js";
import { memory } from "./memory.js";
import { biomarks, mifish } from "./pipeline.js";
import { start } from "./start.js";
import { submit } from "./submit.js";

const BENCHMARKS: Record<string, Benchmark> = { start, mifish, biomarks, submit, health, memory };
const GROUPS: Record<string, string[]> = { pipeline: ["mifish", "biomarks"] };

/** Runs all benchmarks, or those that are named, side by side with the plain shell, and prints one table. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { rounds: { type: "string" } }, allowPositionals: true });
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0))
    throw new Error(`--rounds ${values.rounds}: give a whole number from 1`);
  const names = positionals.length > 0 ? positionals.flatMap((name) => GROUPS[name] ?? [name]) : Object.keys(BENCHMARKS);
  const unknown = names.filter((name) => !Object.hasOwn(BENCHMARKS, name));
  const known = [...Object.keys(GROUPS), ...Object.keys(BENCHMARKS)];
  if (unknown.length > 0) throw new Error(`there is no benchmark ${unknown.join(", ")}; there are ${known.join(", ")}`);
  const stack = await DevStack.start();
  const rows: Row[] = [];
  try {
    for (const name of names) {
      process.stderr.write(`${name} ...\n`);
      rows.push(...((await BENCHMARKS[name]?.({ stack, rounds })) ?? []));
    }
  } finally {
    // What was measured before one of them failed is worth seeing too.
    print(rows);
    await stack.stop();
  }
}

function print(rows: Row[]): void {
  const machine = `${cpus().length} processors, ${Math.round(totalmem() / 1024 ** 3)} GiB, Node ${process.versions.node}`;
  console.log(`\n${new Date().toISOString().slice(0, 10)}, ${machine}\n`);
  console.log("| benchmark | measured: median (minimum to maximum) | to reach | |\n| --- | --- | --- | --- |");
  for (const { name, measured, target, reached } of rows) {
    console.log(`| ${name} | ${measured} | ${target} | ${reached === null ? "" : reached ? "yes" : "NO"} |`);
  }
}

await main();
