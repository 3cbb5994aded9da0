import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

/** A machine that is slow or busy is no fault: so long is waited for what comes in seconds on others. */
const PATIENCE_MS = 300_000;

/** Waits for a condition, and fails when it does not come: a test must not hang. `withinMs` only where it would come by itself later. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = PATIENCE_MS): Promise<void> {
  const since = Date.now();
  while (!(await holds())) {
    const waitedMs = Date.now() - since;
    assert.ok(waitedMs < withinMs, `waited ${withinMs / 1000} s for ${what}`);
    // Less often in a long wait: the processors are for what is waited for.
    await sleep(Math.min(20 + waitedMs / 20, 100));
  }
}

/** A job that has ended: what its worker knows of its attempts may be written a moment later, but of a killed one it never is. */
export async function withAttempts<Job extends { attempts: readonly { state: string }[] }>(read: () => Promise<Job>): Promise<Job> {
  let job = await read();
  const isTold = async () => (job = await read()).attempts.every(({ state }) => state !== "running");
  await until("its attempts to be told", isTold, 10_000).catch(() => undefined);
  return job;
}
