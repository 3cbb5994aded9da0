import { once } from "node:events";
import { Worker } from "node:worker_threads";

interface Watch {
  signal: AbortSignal;
  progress: (fraction: number) => void;
}

/**
 * Runs a module in a thread, which ends at once when the attempt does. The module gets `workerData` and posts `{progress}`,
 * and at last `{done}`.
 *
 * @param module without its extension, beside this file
 * @throws what the module throws; the signal's reason
 */
export async function inThread<Result>(module: string, workerData: unknown, { signal, progress }: Watch): Promise<Result> {
  signal.throwIfAborted();
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf("."));
  const thread = new Worker(new URL(`./${module}${extension}`, import.meta.url), { workerData });
  let answer: { done: Result } | undefined;
  thread.on("message", (message: { progress: number } | { done: Result }) => {
    if ("done" in message) answer = message;
    else progress(message.progress);
  });
  try {
    await once(thread, "exit", { signal });
  } catch (error) {
    await thread.terminate();
    throw signal.aborted ? signal.reason : error;
  }
  if (!answer) throw new Error(`the thread ${module} ended without an answer`);
  return answer.done;
}
