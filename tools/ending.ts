import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { groupOf, markedWith, type ProcessStat, treeOf } from "./processes.js";

export interface Running {
  child: ChildProcess;
  /** The tool leads a process group of its own; otherwise bubblewrap holds it. */
  isGroup: boolean;
  /** How many programs stand around the tool, each the parent of the next: bubblewrap's two, and `time`. */
  holders: number;
  /** Stands in the environment of the tool and of all that it started. */
  mark: string;
  /** `ended` when the tool itself is gone, `closed` when nothing can write to its log any more. */
  exit: { ended: Promise<Exit>; closed: Promise<void> };
}

export interface Exit {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  error?: Error;
}

/** Time that a tool gets to end by itself, where nothing else is said. */
export const GRACE_MS = 2000;

const LOOK_AGAIN_MS = 20;

/** Tells a tool and all that it started to end, once, and ends them when `kill` is aborted. Resolves when all are gone. */
export async function endTree(running: Running, kill: AbortSignal): Promise<void> {
  let isTold = false;
  while (isAlive(running) && !kill.aborted) {
    // Not what the tool starts afterwards to put things in order. It may itself still be starting.
    const members: ProcessStat[] = isTold ? [] : insideOf(running);
    tell(members, "SIGTERM");
    isTold ||= members.length > 0;
    await sleep(50);
  }
  while (isAlive(running)) {
    tell(membersOf(running), "SIGKILL");
    await sleep(LOOK_AGAIN_MS);
  }
}

/** Ends what a tool left behind when it ended itself. It is looked for twice: one that is just being started shows no mark. */
export async function endRest(running: Running): Promise<void> {
  do {
    if (isAlive(running)) await endTree(running, AbortSignal.timeout(GRACE_MS));
    await sleep(LOOK_AGAIN_MS);
  } while (isAlive(running));
}

function isAlive(running: Running): boolean {
  return membersOf(running).length > 0;
}

/** CPU time that the tool has used so far, in clock ticks. */
export function cpuTicksOf(running: Running): number {
  return membersOf(running).reduce((sum, member) => sum + member.cpuTicks, 0);
}

function membersOf(running: Running): ProcessStat[] {
  const { pid, exitCode, signalCode } = running.child;
  if (pid === undefined) return [];
  // Bubblewrap's are its descendants, as long as it lives.
  if (!running.isGroup && exitCode === null && signalCode === null) return treeOf(pid);
  const members = [...(running.isGroup ? groupOf(pid) : []), ...treeOf(pid), ...markedWith((mark) => mark === running.mark)];
  return [...new Map(members.map((found) => [found.pid, found])).values()];
}

/** The tool's own processes, not those that hold it: with their end it would fall at once, without its grace. */
function insideOf(running: Running): ProcessStat[] {
  const members = membersOf(running);
  const holders = new Set<number>();
  let level = new Set([running.child.pid]);
  for (let depth = 0; depth < running.holders; depth++) {
    for (const pid of level) if (pid !== undefined) holders.add(pid);
    level = new Set(members.filter(({ parent }) => level.has(parent)).map(({ pid }) => pid));
  }
  return members.filter(({ pid }) => !holders.has(pid));
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
