import { setTimeout as sleep } from "node:timers/promises";
import { treeOf } from "../../../tools/processes.js";
import type { DevStack } from "../../e2e/dev-stack.js";

/** @returns false where it has just ended */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** The part's process, waited for where it is being started again. @returns undefined where it does not come */
export async function findPart(stack: DevStack, part: RegExp): Promise<number | undefined> {
  for (let look = 0; look < 100; look++) {
    const pid = stack.livePid(part);
    if (pid !== undefined) return pid;
    await sleep(100);
  }
  return undefined;
}

/** Holds a part with all its processes, such as a machine that swaps, and lets it go on. */
export async function freeze(stack: DevStack, part: RegExp, ms: number, wholeTree = true): Promise<string> {
  const pid = await findPart(stack, part);
  if (pid === undefined) return "was not there";
  const pids = wholeTree ? treeOf(pid).map((found) => found.pid) : [pid];
  for (const held of pids) signal(held, "SIGSTOP");
  await sleep(ms);
  for (const held of pids.reverse()) signal(held, "SIGCONT");
  return `held for ${Math.round(ms)} ms`;
}

/** Ends a part with -9 each time that it is back, until the time is over. */
export async function keepAway(stack: DevStack, part: RegExp, ms: number): Promise<string> {
  const until = performance.now() + ms;
  let kills = 0;
  do {
    const pid = stack.livePid(part);
    if (pid !== undefined && signal(pid, "SIGKILL")) kills++;
    await sleep(Math.min(100, Math.max(0, until - performance.now())));
  } while (performance.now() < until);
  return `away for ${Math.round(ms)} ms, ${kills} times killed`;
}
