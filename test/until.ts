import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

/** Waits for a condition, and fails when it does not come: a test must not hang. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = 90_000): Promise<void> {
  const since = Date.now();
  while (!(await holds())) {
    const waitedMs = Date.now() - since;
    assert.ok(waitedMs < withinMs, `waited ${withinMs / 1000} s for ${what}`);
    // Less often in a long wait: the processors are for what is waited for.
    await sleep(Math.min(20 + waitedMs / 20, 100));
  }
}
