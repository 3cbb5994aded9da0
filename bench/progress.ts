import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { DevStack } from "../test/e2e/dev-stack.js";
import { CeleryStack } from "./celery-stack.js";
import { withWorker } from "./extra-worker.js";
import { percentile } from "./figures.js";
import { interleaved, onConnections, onEach } from "./interleaved.js";
import type { BenchOptions, Row } from "./benchmark.js";

const JOBS = 200;
/** Of the worker: more than the jobs, so that none waits for one. */
const SLOTS = 250;
const READERS = 50;
/** So each job is read once a second. */
const PAUSE_MS = (READERS / JOBS) * 1000;
const WATCHED_MS = 15_000;
/** Of each job: time for all to begin, and to be watched. */
const JOB_SECONDS = 45;

/** 200 jobs that tell their progress once a second, while 50 readers ask how far they are. Thousands of reads a round: no warm-up. */
export async function progress({ stack, rounds = 2 }: BenchOptions): Promise<Row[]> {
  return CeleryStack.during({ concurrency: SLOTS, pool: "threads" }, (celery) =>
    withWorker(stack, SLOTS, async () => {
      const taken = await interleaved(rounds, { ours: () => watchOurs(stack), peer: () => watchCelery(celery) }, 0);
      const [ours, peer] = [over(taken.ours.flat()), over(taken.peer.flat())];
      return [
        {
          name: `progress of ${JOBS} jobs, ${READERS} readers`,
          measured: words(ours),
          peer: words(peer),
          target: "read p99 at most 50 ms, staleness p99 at most 2 s",
          reached: ours.readMs.p99 <= 50 && ours.staleMs.p99 <= 2000,
        },
      ];
    }),
  );
}

interface Reading {
  readMs: number;
  /** Since the job made what was read, when it arrived; null where it had made nothing yet. */
  staleMs: number | null;
}

async function watchOurs(stack: DevStack): Promise<Reading[]> {
  const ids: string[] = [];
  await onConnections(8, JOBS, async () => void ids.push(await stack.submit("noop", { seconds: JOB_SECONDS })));
  await onEach(8, ids, async (id) => void (await stack.untilJob(id, "the job to tell its progress", ({ state }) => state === "PROGRESS")));
  const readings = await watch(ids, async (id) => {
    const response = await stack.call(`/jobs/${id}/progress`);
    const body = (await response.json()) as { status: string };
    assert.equal(response.status, 200, JSON.stringify(body));
    return Number(/^waited (\d+)/.exec(body.status)?.[1] ?? 0);
  });
  const beganMs = new Map<string, number>();
  await onEach(8, ids, async (id) => {
    const { ready, attempts } = await stack.job(id);
    assert.ok(!ready, "a job ended while it was watched");
    beganMs.set(id, Date.parse(attempts[0]?.started_at ?? ""));
  });
  await onEach(8, ids, async (id) => assert.equal((await stack.untilFinal(id)).state, "SUCCESS"));
  // The n-th update is made at the earliest n seconds after the start: a later one counts against us.
  return readings.map(({ id, readMs, value, arrivedMs }) => ({
    readMs,
    staleMs: value > 0 ? arrivedMs - ((beganMs.get(id) ?? Number.NaN) + value * 1000) : null,
  }));
}

async function watchCelery(celery: CeleryStack): Promise<Reading[]> {
  const ids = await celery.ask("begin_waits", { count: JOBS, seconds: JOB_SECONDS });
  const madeAt = async (id: string) => {
    const { info } = (await (await celery.call(`/jobs/${id}/progress`)).json()) as { info: { at: number } | null };
    return (info?.at ?? 0) * 1000;
  };
  await onEach(8, ids, async (id) => {
    while ((await madeAt(id)) === 0) await sleep(100);
  });
  const readings = await watch(ids, madeAt);
  const done = await celery.ask("succeeded", { ids, within: JOB_SECONDS + 30 });
  assert.equal(done, JOBS, "tasks of Celery that succeeded");
  return readings.map(({ readMs, value, arrivedMs }) => ({ readMs, staleMs: value > 0 ? arrivedMs - value : null }));
}

/** Each reader asks for one job after the other, in an order of its own, with pauses. */
async function watch(ids: readonly string[], read: (id: string) => Promise<number>) {
  const readings: { id: string; readMs: number; value: number; arrivedMs: number }[] = [];
  const untilMs = performance.now() + WATCHED_MS;
  await Promise.all(
    Array.from({ length: READERS }, async (_, reader) => {
      await sleep((PAUSE_MS * reader) / READERS);
      for (let turn = reader; performance.now() < untilMs; turn += READERS) {
        const id = ids[turn % ids.length] ?? "";
        const sentMs = performance.now();
        const value = await read(id);
        const readMs = performance.now() - sentMs;
        readings.push({ id, readMs, value, arrivedMs: Date.now() });
        await sleep(Math.max(0, PAUSE_MS - readMs));
      }
    }),
  );
  return readings;
}

function over(readings: readonly Reading[]) {
  const of = (values: number[]) => {
    const sorted = values.sort((a, b) => a - b);
    return { p50: percentile(sorted, 50), p99: percentile(sorted, 99) };
  };
  return {
    readMs: of(readings.map(({ readMs }) => readMs)),
    staleMs: of(readings.flatMap(({ staleMs }) => staleMs ?? [])),
    count: readings.length,
  };
}

function words({ readMs, staleMs, count }: ReturnType<typeof over>): string {
  const stale = `staleness p50 ${(staleMs.p50 / 1000).toFixed(2)} s, p99 ${(staleMs.p99 / 1000).toFixed(2)} s`;
  return `read p50 ${readMs.p50.toFixed(1)} ms, p99 ${readMs.p99.toFixed(1)} ms; ${stale}; over ${count} reads`;
}
