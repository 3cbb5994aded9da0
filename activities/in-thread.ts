import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { FormatError } from "../science/format-error.js";

interface Watch {
  signal: AbortSignal;
  progress: (fraction: number, status?: string) => void;
}

/**
 * Runs a module in a thread, which ends at once when the attempt does. The module gets `workerData` and posts `{progress}`,
 * also with a `status`, and at last `{done}`.
 *
 * @param module without its extension, beside this file
 * @throws what the module throws; the signal's reason
 */
export async function inThread<Result>(module: string, workerData: unknown, { signal, progress }: Watch): Promise<Result> {
  signal.throwIfAborted();
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf("."));
  const thread = new Worker(new URL(`./${module}${extension}`, import.meta.url), { workerData });
  let answer: { done: Result } | undefined;
  thread.on("message", (message: { progress: number; status?: string } | { done: Result }) => {
    if ("done" in message) answer = message;
    else progress(message.progress, message.status);
  });
  try {
    await once(thread, "exit", { signal });
  } catch (error) {
    await thread.terminate();
    throw signal.aborted ? signal.reason : ofItsClass(error as Error);
  }
  if (!answer) throw new Error(`the thread ${module} ended without an answer`);
  return answer.done;
}

/** Between threads errors keep what they hold, but not their class. */
function ofItsClass(error: Error): Error {
  return error.name === FormatError.name ? new FormatError(error.message, (error as FormatError).line) : error;
}
