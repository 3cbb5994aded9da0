import { JobFailure } from "../contracts/failures.js";
import type { MemoryLimit } from "../contracts/job.js";
import type { Usage } from "./usage.js";

export interface ToolExit {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  error?: Error;
  command: string;
  log: string;
  usage: Usage;
  memory: MemoryLimit;
  /** The kernel ended processes for want of memory while it ran. */
  oomKilled: boolean;
}

/** How a tool failed, as far as its end and its last words tell; null where it did not. */
export function toToolFailure(exit: ToolExit): JobFailure | null {
  const { exitCode, log: logTail, command } = exit;
  const program = command.split(" ", 1)[0] ?? command;
  if (exit.error) return new JobFailure("ToolFailed", `${program} could not be started: ${exit.error.message}`, { cause: exit.error });
  if (exitCode === 0) return null;
  const killedBy = killerOf(exit);
  if (/no space left on device|disk quota exceeded/i.test(logTail)) {
    return new JobFailure("DiskFull", `disk full while ${program} ran; free some space on the disk of AVALANCHE_HOME`, { logTail });
  }
  if (WANTS_MEMORY.test(logTail) || (exit.oomKilled && /KILL|signal 9$/.test(killedBy ?? ""))) {
    return new JobFailure("OutOfMemory", outOfMemory(program, exit.memory), { logTail, memory: exit.memory });
  }
  if (killedBy)
    return new JobFailure("ToolKilled", `${program} was killed (${killedBy}); the kernel does so when memory runs out`, { logTail });
  return new JobFailure("ToolFailed", `${program} ended with status ${exitCode}: ${lastWords(logTail)}\ncommand: ${command}`, { logTail });
}

/** bubblewrap and time pass a signal on as 128 + its number. */
function killerOf({ signal, exitCode }: ToolExit): string | null {
  return signal ?? (exitCode !== null && exitCode > 128 && exitCode <= 128 + 64 ? `signal ${exitCode - 128}` : null);
}

/** vsearch, GNU programs, C++, Python; the last is Python's where the stack of a thread finds no place. */
const WANTS_MEMORY =
  /out of memory|cannot allocate memory|memory exhausted|unable to (re)?allocate|memoryerror|bad_alloc|can't start new thread/i;

function outOfMemory(program: string, { limitBytes, mostBytes }: MemoryLimit): string {
  const has = `${program} ran out of memory: it may take ${Math.round(limitBytes / 1024 ** 2)} MiB`;
  return limitBytes < mostBytes
    ? has
    : `${has}, which is all that this machine has for tools; give it less data at once, or start a worker on a machine with more memory`;
}

function lastWords(log: string): string {
  const lines = log
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const fatal = lines.findLast((line) => /fatal|error/i.test(line));
  return (fatal ?? lines.at(-1) ?? "it said nothing").slice(0, 500);
}
