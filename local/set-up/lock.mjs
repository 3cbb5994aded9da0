import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { takeLock } from "../lock.mjs";
import { say } from "./say.mjs";

/** Does a piece of work of this checkout while no other process does it. */
export async function withLock(root, name, work) {
  // Not in the checkout: npm ci clears node_modules, and dist/ may be cleared by hand.
  const folder = join(homedir(), ".cache", "avalanche", "locks");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}-${createHash("sha256").update(root).digest("hex").slice(0, 16)}`);
  let lock = takeLock(file);
  if (!lock.held) say(`waiting for process ${lock.pid}, which does the same (${name})`);
  while (!lock.held) {
    await delay(100);
    lock = takeLock(file);
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}
