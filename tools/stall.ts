import { JobFailure } from "../contracts/failures.js";
import { cpuTicksOf, type Running } from "./ending.js";
import type { ToolLog } from "./tool-log.js";

/** A tool that neither computes nor writes for so long will never end. */
const STALL_MS = 10 * 60_000;
const LOOK_MS = 5000;

/** Aborts when the tool has used no CPU time and written nothing for ten minutes: heartbeats would hide that. */
export function watchForStall(running: Running, log: ToolLog): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  let seen = "";
  let sinceMs = performance.now();
  const timer = setInterval(() => {
    const now = `${cpuTicksOf(running)} ${log.sizeBytes}`;
    if (now !== seen) sinceMs = performance.now();
    seen = now;
    if (performance.now() - sinceMs > STALL_MS) {
      controller.abort(new JobFailure("ToolFailed", "the tool hung: it neither computed nor wrote for ten minutes", { logTail: log.tail }));
    }
  }, LOOK_MS);
  return { signal: controller.signal, stop: () => clearInterval(timer) };
}
