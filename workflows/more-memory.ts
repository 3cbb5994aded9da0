import type { JobError } from "../contracts/failures.js";
import type { MemoryLimit } from "../contracts/job.js";

/**
 * The share of memory for the next try: twice as much where memory was the reason, up to what the machine has.
 *
 * @param reached the limit of the try that failed; undefined where it failed for another reason
 * @param scale of the try that failed, from 1
 */
export function moreMemory(error: JobError, reached: MemoryLimit | undefined, scale: number): { scale: number; error: JobError } {
  if (error.type !== "OutOfMemory" || !reached) return { scale, error };
  const { limitBytes, mostBytes } = reached;
  const next = Math.min(2 * limitBytes, mostBytes);
  const how = next === 2 * limitBytes ? "twice the memory" : "all the memory for tools";
  return {
    scale: 2 * scale,
    error: { ...error, message: `${error.message}; the next try gets ${how}, ${Math.round(next / 1024 ** 2)} MiB` },
  };
}
