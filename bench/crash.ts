import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DevStack } from "../test/e2e/dev-stack.js";
import { until } from "../test/until.js";
import { CeleryStack } from "./celery-stack.js";
import { figures, show } from "./figures.js";
import { runningProcesses } from "./processes.js";
import type { BenchOptions, Row } from "./benchmark.js";

const JOB_SECONDS = 30;
const KILLED_AFTER_MS = 10_000;
const NEW_WORKER_AFTER_MS = 3000;
/** Celery's own default is 3600. */
const VISIBILITY_TIMEOUT_SECONDS = 60;

interface Outcome {
  /** From the kill until the job ran again. */
  goesOnAfterSeconds: number;
  /** Checkpoints that had been made and were made again. */
  madeAgain: number;
  orphans: number;
  states: string;
}

/** kill -9 of the worker and all that it started, in the middle of a job. Both sides at once: they wait more than they work. */
export async function crash({ stack, rounds = 1 }: BenchOptions): Promise<Row[]> {
  const [ours, peer]: [Outcome[], Outcome[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const ofCelery = CeleryStack.during({ visibilityTimeoutSeconds: VISIBILITY_TIMEOUT_SECONDS }, crashOfCelery);
    const [one, other] = await Promise.all([crashOfOurs(stack), ofCelery]);
    ours.push(one);
    peer.push(other);
  }
  const goesOn = figures(ours.map(({ goesOnAfterSeconds }) => goesOnAfterSeconds));
  return [
    {
      name: `worker killed at ${KILLED_AFTER_MS / 1000} s of a ${JOB_SECONDS} s job`,
      measured: words(ours),
      peer: `${words(peer)}; with a visibility timeout of ${VISIBILITY_TIMEOUT_SECONDS} s, the default is 3600 s`,
      target: "goes on within 15 s, at most 1 checkpoint again, 0 orphans, state RETRY",
      reached:
        goesOn.max <= 15 && ours.every(({ madeAgain, orphans, states }) => madeAgain <= 1 && orphans === 0 && states.includes("RETRY")),
    },
  ];
}

function words(outcomes: readonly Outcome[]): string {
  const goesOn = figures(outcomes.map(({ goesOnAfterSeconds }) => goesOnAfterSeconds));
  const most = (name: "madeAgain" | "orphans") => Math.max(...outcomes.map((outcome) => outcome[name]));
  return `goes on after ${show(goesOn, "s", 1)}; ${most("madeAgain")} checkpoints again; ${most("orphans")} orphans; ${outcomes.at(-1)?.states}`;
}

async function crashOfOurs(stack: DevStack): Promise<Outcome> {
  const id = await stack.submit("noop", { seconds: JOB_SECONDS });
  await stack.untilJob(id, "the job to run", ({ attempts }) => attempts.length > 0);
  const beganMs = Date.parse((await stack.job(id)).attempts[0]?.started_at ?? "");
  await sleep(beganMs + KILLED_AFTER_MS - Date.now());
  const group = stack.pidOf(/worker/);
  const killedMs = Date.now();
  // `dev` starts the next worker by itself, sooner than after three seconds.
  stack.killPart(/worker/, true);
  const job = await stack.untilFinal(id);
  assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
  assert.equal(job.attempts.length, 2, "attempts");
  const again = job.attempts[1] ?? assert.fail();
  const [againMs, endedMs] = [Date.parse(again.started_at), Date.parse(again.ended_at ?? "")];
  const wentOnFrom = JOB_SECONDS - Math.round((endedMs - againMs) / 1000);
  const events = (await stack.events(id)).filter(({ at, state }) => state !== null && Date.parse(at) > killedMs);
  return {
    goesOnAfterSeconds: (againMs - killedMs) / 1000,
    madeAgain: Math.floor((killedMs - beganMs) / 1000) - wentOnFrom,
    orphans: orphansOf(group),
    states: events.map(({ at, state }) => `${state} at ${((Date.parse(at) - killedMs) / 1000).toFixed(1)} s`).join(", "),
  };
}

async function crashOfCelery(celery: CeleryStack): Promise<Outcome> {
  const log = join(celery.folder, "checkpoints");
  const [id] = await celery.ask("begin_waits", { count: 1, seconds: JOB_SECONDS, log });
  const lines = async () => {
    const text = await readFile(log, "utf8").catch(() => "");
    return text.split("\n").flatMap((line) => (line ? [line.split(" ").map(Number) as [number, number]] : []));
  };
  await until("Celery's task to run", async () => (await lines()).length > 0);
  const [began] = await lines();
  await sleep((began?.[0] ?? 0) * 1000 + KILLED_AFTER_MS - Date.now());
  const killedMs = Date.now();
  const group = await celery.killWorker();
  const before = await lines();
  await sleep(NEW_WORKER_AFTER_MS);
  celery.startWorker();
  const isAgain = async () => (await lines()).length > before.length;
  await until("Celery's task to run again", isAgain, (VISIBILITY_TIMEOUT_SECONDS + 120) * 1000);
  const { info } = (await (await celery.call(`/jobs/${id}/progress`)).json()) as { info: { done: number } | null };
  const done = await celery.ask("succeeded", { ids: [id ?? ""], within: JOB_SECONDS + 30 });
  assert.equal(done, 1, "Celery's task has not succeeded");
  const after = (await lines()).slice(before.length);
  const reached = Math.max(...before.map(([, checkpoint]) => checkpoint));
  return {
    goesOnAfterSeconds: (after[0]?.[0] ?? Number.NaN) - killedMs / 1000,
    madeAgain: after.filter(([, checkpoint]) => checkpoint > 0 && checkpoint <= reached).length,
    orphans: orphansOf(group),
    states: `until then it says PROGRESS, ${info?.done} of ${JOB_SECONDS}`,
  };
}

/** What is left of a process group that was killed. */
function orphansOf(group: number): number {
  return runningProcesses().filter(({ processGroup }) => processGroup === group).length;
}
