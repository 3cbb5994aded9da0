import { JobFailure } from "../contracts/failures.js";
import type { Usage } from "./usage.js";

export interface ToolExit {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  error?: Error;
  command: string;
  log: string;
  usage: Usage;
}

/** How a tool failed, as far as its end and its last words tell; null where it did not. */
export function toToolFailure(exit: ToolExit): JobFailure | null {
  const { exitCode, log: logTail, command } = exit;
  const program = command.split(" ", 1)[0] ?? command;
  if (exit.error) return new JobFailure("ToolFailed", `${program} could not be started: ${exit.error.message}`, { cause: exit.error });
  // bubblewrap and time pass a signal on as 128 + its number.
  const killedBy = exit.signal ?? (exitCode !== null && exitCode > 128 && exitCode <= 128 + 64 ? `signal ${exitCode - 128}` : null);
  if (exitCode === 0) return null;
  if (/no space left on device|disk quota exceeded/i.test(logTail)) {
    return new JobFailure("DiskFull", `disk full while ${program} ran; free some space on the disk of AVALANCHE_HOME`, { logTail });
  }
  if (/out of memory|cannot allocate memory|unable to allocate|memoryerror|bad_alloc/i.test(logTail)) {
    return new JobFailure("OutOfMemory", `${program} ran out of memory`, { logTail });
  }
  if (killedBy)
    return new JobFailure("ToolKilled", `${program} was killed (${killedBy}); the kernel does so when memory runs out`, { logTail });
  return new JobFailure("ToolFailed", `${program} ended with status ${exitCode}: ${lastWords(logTail)}\ncommand: ${command}`, { logTail });
}

function lastWords(log: string): string {
  const lines = log
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const fatal = lines.findLast((line) => /fatal|error/i.test(line));
  return (fatal ?? lines.at(-1) ?? "it said nothing").slice(0, 500);
}
