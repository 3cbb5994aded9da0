import { setTimeout as sleep } from "node:timers/promises";
import { treeOf } from "../../../tools/processes.js";
import type { DevStack } from "../../e2e/dev-stack.js";
import { WORKER } from "./fault.js";

/** What a fault happens to, as it is at this moment. */
export type Target = (stack: DevStack) => number | undefined | Promise<number | undefined>;

/** A part's process. */
export function partOf(part: RegExp): Target {
  return (stack) => stack.livePid(part);
}

/** The process that does the work of the stack's worker; the part itself only starts it again. */
export const workingProcess: Target = async (stack) => {
  const sql = `select pid from workers where supervisor_pid = $1 and not draining and seen_at > now() - interval '5 seconds' order by started_at desc limit 1`;
  const [found] = await stack.sql<{ pid: number }>(sql, [stack.livePid(WORKER)]).catch(() => []);
  return found?.pid;
};

/** @returns false where it has just ended */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** The target, waited for where it is being started again. @returns undefined where it does not come */
export async function find(stack: DevStack, target: Target): Promise<number | undefined> {
  for (let look = 0; look < 600; look++) {
    const pid = await target(stack);
    if (pid !== undefined) return pid;
    await sleep(100);
  }
  return undefined;
}

/** Sends one signal. @returns as a fault */
export async function strike(stack: DevStack, target: Target, name: NodeJS.Signals, toGroup = false): Promise<string | null> {
  const pid = await find(stack, target);
  return pid !== undefined && signal(toGroup ? -pid : pid, name) ? `${name} to ${pid}` : null;
}

/** Holds a process with all that it started, such as a machine that swaps, and lets it go on. @returns as a fault */
export async function freeze(stack: DevStack, target: Target, ms: number, wholeTree = true): Promise<string | null> {
  const pid = await find(stack, target);
  if (pid === undefined) return null;
  const pids = wholeTree ? treeOf(pid).map((found) => found.pid) : [pid];
  const held = pids.filter((one) => signal(one, "SIGSTOP"));
  await sleep(ms);
  for (const one of held.toReversed()) signal(one, "SIGCONT");
  return held.includes(pid) ? `${pid} held for ${Math.round(ms)} ms` : null;
}

/** Ends the target with -9 each time that it is back, until the time is over. @returns as a fault */
export async function keepAway(stack: DevStack, target: Target, ms: number): Promise<string | null> {
  const until = performance.now() + ms;
  let kills = 0;
  do {
    const pid = await target(stack);
    if (pid !== undefined && signal(pid, "SIGKILL")) kills++;
    await sleep(Math.min(100, Math.max(0, until - performance.now())));
  } while (performance.now() < until);
  return kills > 0 ? `away for ${Math.round(ms)} ms, ${kills} times killed` : null;
}
