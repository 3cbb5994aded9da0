import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";

const PACE_MS = 500;
const SAID_AGAIN_MS = 60_000;

/**
 * Repeats what fails until it succeeds, and says why it waits: at once, when the reason changes, and once a minute.
 *
 * @param what it waits for: `the database`
 * @throws the signal's reason
 */
export async function waitFor<T>(what: string, attempt: () => Promise<T>, log: Logger, stop: AbortSignal): Promise<T> {
  let said = "";
  let saidAt = 0;
  for (;;) {
    stop.throwIfAborted();
    try {
      const result = await attempt();
      if (said !== "") log.info(`${what} answers`);
      return result;
    } catch (error) {
      const reason = reasonOf(error);
      if (reason !== said || Date.now() - saidAt > SAID_AGAIN_MS) {
        log.warn(`waits for ${what}: ${reason}`);
        [said, saidAt] = [reason, Date.now()];
      }
    }
    await sleep(PACE_MS, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** A refused connection has its reason in its parts. */
function reasonOf(error: unknown): string {
  const { message, code, errors } = error as Error & { code?: string; errors?: Error[] };
  return message || errors?.[0]?.message || code || String(error);
}
