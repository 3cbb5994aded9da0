import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readEndpoints } from "./endpoints.js";
import { takeLock } from "./lock.mjs";

/** Another process runs Avalanche on this home. */
export class HomeInUse extends Error {
  override readonly name = "HomeInUse";
}

/** A predecessor that was killed may need a moment to be gone. */
const PATIENCE_MS = 1000;

/**
 * Makes the folder where it is missing, and keeps others from running on it.
 *
 * @returns what gives it back
 * @throws {HomeInUse}
 */
export async function lockHome(home: string): Promise<() => void> {
  mkdirSync(home, { recursive: true });
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const lock = takeLock(join(home, "lock"));
    if (lock.held) return lock.release;
    if (performance.now() > deadline) throw new HomeInUse(refusal(home, lock.pid));
    await sleep(50);
  }
}

function refusal(home: string, pid: number): string {
  const api = readEndpoints(home)?.api;
  const where = api ? `; its API is at ${api}` : "";
  return `Avalanche runs on ${home} already (process ${pid})${where}. Use that one, stop it, or set AVALANCHE_HOME to another folder.`;
}
