import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { groupOf, markedWith, type ProcessStat, treeOf } from "./processes.js";

export interface Running {
  child: ChildProcess;
  /** The tool leads a process group of its own; otherwise bubblewrap holds it. */
  isGroup: boolean;
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
const GRACE_MS = 2000;

/** Aborted some time after another signal was. */
export function graceAfter(told: AbortSignal): AbortSignal {
  const over = new AbortController();
  const start = () => setTimeout(() => over.abort(), GRACE_MS).unref();
  if (told.aborted) start();
  else told.addEventListener("abort", start, { once: true });
  return over.signal;
}

const LOOK_AGAIN_MS = 20;

/**
 * Tells a tool and all that it started to end, and ends them when `kill` is aborted. Resolves when all are gone.
 */
export async function endTree(running: Running, kill: AbortSignal): Promise<void> {
  const told = new Set<number>();
  while (isAlive(running) && !kill.aborted) {
    // Bubblewrap itself would fall at once and take the tool with it, without its grace; the tool may still be starting.
    const members = (running.isGroup ? membersOf(running) : insideOf(running)).filter(({ pid }) => !told.has(pid));
    tell(members, "SIGTERM");
    for (const { pid } of members) told.add(pid);
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
  const { pid } = running.child;
  if (pid === undefined) return [];
  if (!running.isGroup) return treeOf(pid);
  const members = [...groupOf(pid), ...treeOf(pid), ...markedWith((mark) => mark === running.mark)];
  return [...new Map(members.map((found) => [found.pid, found])).values()];
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
