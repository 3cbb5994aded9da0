import { readFileSync } from "node:fs";
import type { MemoryLimit } from "../contracts/job.js";

export interface MemoryCall {
  threads: number;
  memoryBytes: number;
  memoryLimitBytes?: number;
  memoryScale?: number;
}

const LEAST_BYTES = 1024 ** 3;
/** A thread's stack, and what its allocator keeps for it. */
const THREAD_BYTES = 16 * 1024 ** 2;

/** An estimate is a guess, so there is generous room over it: the limit is for what would otherwise take the whole machine. */
export function memoryLimitOf(call: MemoryCall, mostBytes: number): MemoryLimit {
  const first = call.memoryLimitBytes ?? Math.max(2 * call.memoryBytes, LEAST_BYTES) + call.threads * THREAD_BYTES;
  return { limitBytes: Math.min(first * (call.memoryScale ?? 1), mostBytes), mostBytes };
}

/**
 * prlimit in front of a command. It limits what a process may write to (RLIMIT_DATA), for each of its processes. Not its address
 * space: that counts mapped files, too, and what a thread's allocator sets aside and never uses.
 */
export function limitArgs(program: string, { limitBytes }: MemoryLimit): string[] {
  return [program, `--data=${Math.floor(limitBytes)}`];
}

/** Processes that the kernel has ended for want of memory since the machine started. Source: proc(5), /proc/vmstat. */
export function countOomKills(): number {
  try {
    return Number(/^oom_kill (\d+)$/m.exec(readFileSync("/proc/vmstat", "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
