import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { groupOf, type ProcessStat, statOf, treeOf } from "./processes.js";

export interface Running {
  child: ChildProcess;
  /** The tool leads a process group of its own; otherwise bubblewrap holds it. */
  isGroup: boolean;
  /** Processes of the tool that were seen, id -> start time: one may have left the group. */
  seen: Map<number, number>;
  /** `ended` when the tool itself is gone, `closed` when nothing can write to its log any more. */
  exit: { ended: Promise<Exit>; closed: Promise<void> };
}

export interface Exit {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  error?: Error;
}

/** Time that a tool gets to end by itself. */
const GRACE_MS = 2000;

/** Tells a tool and all that it started to end; after the grace ends them. Resolves when all are gone. */
export async function endTree(running: Running): Promise<void> {
  // Bubblewrap itself would fall at once and take the tool with it, without its grace.
  tell(running.isGroup ? membersOf(running) : insideOf(running), "SIGTERM");
  const deadline = performance.now() + GRACE_MS;
  while (isAlive(running) && performance.now() < deadline) await sleep(50);
  while (isAlive(running)) {
    tell(membersOf(running), "SIGKILL");
    await sleep(20);
  }
}

export function isAlive(running: Running): boolean {
  return membersOf(running).length > 0;
}

/** CPU time that the tool has used so far, in clock ticks. */
export function cpuTicksOf(running: Running): number {
  return membersOf(running).reduce((sum, member) => sum + member.cpuTicks, 0);
}

function membersOf(running: Running): ProcessStat[] {
  const { pid } = running.child;
  if (pid === undefined) return [];
  if (!running.isGroup) return treeOf(pid);
  for (const found of [...groupOf(pid), ...treeOf(pid)]) running.seen.set(found.pid, found.startTime);
  return [...running.seen].flatMap(([seen, startTime]) => {
    const now = statOf(seen);
    return now?.startTime === startTime ? now : [];
  });
}

/** The tool's own processes: neither bubblewrap nor the first process of its name space, which is bubblewrap too. */
function insideOf(running: Running): ProcessStat[] {
  const [outer, ...rest] = membersOf(running);
  return rest.filter((member) => member.parent !== outer?.pid);
}

function tell(members: ProcessStat[], signal: NodeJS.Signals): void {
  for (const { pid } of members) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended by itself in the meantime.
    }
  }
}
