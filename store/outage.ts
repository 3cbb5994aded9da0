import { setTimeout as sleep } from "node:timers/promises";

/** SQLSTATE classes and socket errors that pass when the server is back. */
const PASSING = /^(08|57P0|53|40)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)$/;

/** True for an error that says nothing about the statement: the server is away, starting or full. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  if (typeof code === "string" && PASSING.test(code)) return true;
  // A socket in the file system, and not a file that someone moved.
  if (code === "ENOENT") return syscall === "connect";
  if (error instanceof AggregateError) return error.errors.some(isOutage);
  return /Query read timeout|Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
    error.message,
  );
}

/**
 * Repeats a harmless statement until the database is back. Statements given here are upserts or reads:
 * one whose answer was lost may have been carried out.
 *
 * @throws the first error that is no outage, or the signal's reason
 */
export async function throughOutage<T>(statement: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 2000)) {
    try {
      return await statement();
    } catch (error) {
      if (!isOutage(error)) throw error;
      await sleep(waitMs, undefined, signal ? { signal } : {}).catch(() => undefined);
      signal?.throwIfAborted();
    }
  }
}
