import { CancellationScope } from "@temporalio/workflow";

/**
 * Runs parts side by side, results in order. When one fails the others are cancelled, and it ends only
 * when all have ended: no tool outlives its job.
 *
 * @param atOnce how many run at the same time; the next begins when one has ended
 */
export async function inParallel<T extends readonly unknown[]>(
  parts: { [K in keyof T]: () => Promise<T[K]> },
  atOnce = parts.length,
): Promise<T> {
  const scope = new CancellationScope();
  const results: unknown[] = [];
  let begun = 0;
  let first: { error: unknown } | undefined;
  const takeTurns = async () => {
    while (begun < parts.length && !first) {
      const index = begun++;
      try {
        results[index] = await parts[index]?.();
      } catch (error) {
        if (!first) {
          first = { error };
          scope.cancel();
        }
      }
    }
  };
  await scope.run(() => Promise.all(Array.from({ length: Math.min(atOnce, parts.length) }, takeTurns)));
  if (first) throw (first as { error: unknown }).error;
  return results as unknown as T;
}

/** Runs a part while the rest goes on, which waits for its result where it needs it. When one fails the other is cancelled. */
export async function meanwhile<T, R>(part: () => Promise<T>, rest: (part: Promise<T>) => Promise<R>): Promise<R> {
  let begun: Promise<T>;
  const [, result] = await inParallel([() => (begun = part()), () => rest(begun)]);
  return result;
}
