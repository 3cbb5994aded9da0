import assert from "node:assert/strict";
import { cp, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DevStack, EXAMPLES } from "../e2e/dev-stack.js";
import { writeSlowReads } from "../e2e/slow-reads.js";
import { until } from "../until.js";
import { submitAfterwards } from "./afterwards.js";
import type { Violation } from "./checks/check.js";
import { CHECKS } from "./checks/checks.js";
import { Client } from "./client.js";
import { runClients } from "./clients.js";
import type { Fault } from "./faults/fault.js";
import { History } from "./history.js";
import { JobBoard } from "./job-board.js";
import { runNemesis } from "./nemesis.js";
import { readJob } from "./operations/read.js";
import { READS } from "./operations/analysis.js";
import { Random } from "./random.js";
import { collectRecords, type FinalJob } from "./records.js";
import { processesOf, toolsOf } from "./tools.js";

export interface RunOptions {
  minutes: number;
  seed: number;
  faults: readonly Fault[];
  say: (line: string) => void;
  /** Ends the run early. */
  stop?: AbortSignal;
}

export interface Outcome {
  jobs: FinalJob[];
  faults: number;
  violations: Violation[];
  history: History;
}

/** A folder for each seed: the history, the records, and after a violation all that the parts wrote. */
const HISTORIES = resolve(".avalanche/histories");

/** So long the jobs have to end: on a slow machine many of them take minutes, but they go on. */
const DRAIN_MS = 1_200_000;

/** Longest time in which no job and no stage comes to its end. */
const STANDSTILL_MS = 240_000;

/** Clients against a whole Avalanche to which one thing after the other happens; then looks at what became of it. */
export async function runHistory({ minutes, seed, faults, say, stop }: RunOptions): Promise<Outcome> {
  const folder = join(HISTORIES, String(seed));
  await rm(folder, { recursive: true, force: true });
  const history = new History(join(folder, "history.jsonl"));
  const stack = await DevStack.start();
  let jobs: FinalJob[] = [];
  let injected = 0;
  const troubles: Violation[] = [];
  try {
    await prepareData(stack);
    const board = new JobBoard();
    const { signal: over } = endAfter(minutes * 60_000, stop);
    const parts = { stack, history, board, over };
    const random = new Random(seed, "nemesis");
    const scene = { stack, random, minutes, client: new Client({ ...parts, name: "beside-nemesis", random }) };
    const watching = new AbortController();
    const watched = watchTools(stack, history, watching.signal);
    [injected] = await Promise.all([runNemesis(scene, faults, history, over), runClients(parts, seed)]);
    say(`${board.size} jobs were accepted, ${injected} faults injected; waits for the jobs to end`);
    troubles.push(...(await recover(stack, () => submitAfterwards(scene.client))));
    watching.abort();
    await watched;
    jobs = await collectRecords(stack);
    for (const { id } of jobs) await readJob(scene.client, id);
    await writeFile(join(folder, "records.json"), JSON.stringify(jobs, null, 1));
  } catch (error) {
    troubles.push({ kind: "wrong", job: "", what: `the run broke off: ${(error as Error).stack}` });
  } finally {
    await stack.down();
  }
  await until("every process to be gone", () => processesOf(stack.home).length === 0, 30_000).catch(() => undefined);
  history.invoke("observer", "stopped")("ok", { left: processesOf(stack.home) });
  const violations = [...troubles, ...CHECKS.flatMap((check) => check(history.entries, jobs))];
  if (violations.length > 0) await cp(join(stack.home, "logs"), join(folder, "logs"), { recursive: true });
  await stack.stop();
  return { jobs, faults: injected, violations, history };
}

/** Not `AbortSignal.timeout` in `AbortSignal.any`: Node 20 lets the garbage collector take that, and it never comes. */
function endAfter(ms: number, stop: AbortSignal | undefined): AbortController {
  const ending = new AbortController();
  setTimeout(() => ending.abort(), ms);
  stop?.addEventListener("abort", () => ending.abort());
  return ending;
}

async function prepareData(stack: DevStack): Promise<void> {
  await cp(EXAMPLES, stack.dataRoot, { recursive: true });
  // Many analyses run at once, and all are to end soon after the last fault.
  await writeSlowReads(join(stack.dataRoot, READS), 12, 120, 300);
}

/** All parts are well, and all jobs end, also those that come only now. */
async function recover(stack: DevStack, submitMore: () => Promise<void>): Promise<Violation[]> {
  try {
    await until("all parts to be well", async () => (await healthOf(stack)) === "ok");
    await drain(stack);
    await submitMore();
    await drain(stack);
    const sql =
      "select from attempts a join jobs j on j.id = a.job_id where a.state = 'running' and j.state in ('SUCCESS', 'FAILURE', 'REVOKED')";
    await until("the ends of all attempts to be written", async () => (await stack.sql(sql)).length === 0);
    await until("all tools to end", () => toolsOf(stack.home).length === 0, 60_000);
    return [];
  } catch (error) {
    return [{ kind: "wrong", job: "", what: (error as Error).message }];
  }
}

/** @throws where the jobs do not end */
async function drain(stack: DevStack): Promise<void> {
  const sql = `select (select count(*) from jobs where state not in ('SUCCESS', 'FAILURE', 'REVOKED')) as open,
    (select count(*) from attempts where state in ('ran', 'reused')) as done`;
  let [seen, sinceMs] = ["", Date.now()];
  const isDrained = async () => {
    const [{ open, done } = { open: 0, done: 0 }] = await stack.sql<{ open: number; done: number }>(sql);
    if (seen !== `${open} ${done}`) [seen, sinceMs] = [`${open} ${done}`, Date.now()];
    assert.ok(Date.now() - sinceMs < STANDSTILL_MS, `${open} jobs stand still`);
    return open === 0;
  };
  await until("all jobs to end", isDrained, DRAIN_MS);
}

async function healthOf(stack: DevStack): Promise<string> {
  const response = await stack.call("/health").catch(() => null);
  return response?.ok ? ((await response.json()) as { status: string }).status : "away";
}

/** Notes once a second which tools run. */
async function watchTools(stack: DevStack, history: History, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const tools = toolsOf(stack.home).map(({ pid, job, alone }) => ({ pid, job, alone }));
    if (tools.length > 0) history.invoke("observer", "tools")("ok", { tools });
    await sleep(1000, undefined, { signal: over }).catch(() => undefined);
  }
}
