import { CancellationScope } from "@temporalio/workflow";

/**
 * Runs all parts at once, results in order. When one fails the others are cancelled, and it ends only
 * when all have ended: no tool outlives its job.
 */
export async function inParallel<T extends readonly unknown[]>(parts: { [K in keyof T]: () => Promise<T[K]> }): Promise<T> {
  const scope = new CancellationScope();
  let first: { error: unknown } | undefined;
  const results = await scope.run(() =>
    Promise.all(
      parts.map((part) =>
        part().catch((error: unknown) => {
          if (!first) {
            first = { error };
            scope.cancel();
          }
          return undefined;
        }),
      ),
    ),
  );
  if (first) throw (first as { error: unknown }).error;
  return results as unknown as T;
}
