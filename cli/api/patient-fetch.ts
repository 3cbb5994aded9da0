import { setTimeout as delay } from "node:timers/promises";
import type { Service } from "../service.js";
import { Unreachable } from "./problem.js";

/** How long a call that found no answer is repeated, in milliseconds. */
export interface Patience {
  /** Nothing ever listened there. */
  refusedMs: number;
  /** A connection broke, or the service said that it is not ready: what was asked may have been done. */
  lostMs: number;
  /** The service answered before: it restarts, perhaps. */
  knownMs: number;
  /** The time to an answer's headers in one try; its body may take hours. */
  attemptMs: number;
}

/** One short try, for what can do without the service. */
export const NO_PATIENCE: Patience = { refusedMs: 0, lostMs: 0, knownMs: 0, attemptMs: 2_000 };

const PATIENCE: Patience = { refusedMs: 1_500, lostMs: 15_000, knownMs: 60_000, attemptMs: 90_000 };
const NOT_READY = new Set([429, 502, 503, 504]);

/**
 * `fetch` for calls that can be repeated safely: reads, and writes that carry an idempotency key.
 *
 * @throws {Unreachable} when patience is at its end
 */
export function createPatientFetch(service: Service, patience: Patience = PATIENCE): (request: Request) => Promise<Response> {
  let known = false;
  return async (request) => {
    let lost = false;
    let failedAt: number | undefined;
    for (let pauseMs = 100; ; pauseMs = Math.min(2 * pauseMs, 2_000)) {
      const outcome = await attempt(request, patience.attemptMs);
      if (outcome instanceof Response && !NOT_READY.has(outcome.status)) {
        known = true;
        return outcome;
      }
      lost ||= outcome instanceof Response || codeOf(outcome) !== "ECONNREFUSED";
      failedAt ??= Date.now();
      const limitMs = known ? patience.knownMs : lost ? patience.lostMs : patience.refusedMs;
      const waitMs = Math.max(pauseMs, outcome instanceof Response ? retryAfterMs(outcome) : 0);
      if (Date.now() + waitMs - failedAt > limitMs) {
        if (outcome instanceof Response) return outcome;
        throw unreachable(service, outcome);
      }
      await delay(waitMs);
    }
  };
}

/** Says where nothing answered, and what to do. */
export function unreachable(service: Service, error: Error): Unreachable {
  const from = {
    AVALANCHE_API_URL: " (from AVALANCHE_API_URL)",
    "endpoints.json": " (from endpoints.json in AVALANCHE_HOME)",
    default: "",
  };
  const what = `no answer from ${service.url}${from[service.from]}: ${reasonOf(error)}`;
  return new Unreachable(`${what}\nStart the service with \`avalanche dev\`, or set AVALANCHE_API_URL to where it runs.`, { cause: error });
}

async function attempt(request: Request, limitMs: number): Promise<Response | Error> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new DOMException("no answer in time", "TimeoutError")), limitMs);
  try {
    return await fetch(request.clone(), { signal: AbortSignal.any([request.signal, late.signal]) });
  } catch (error) {
    return error as Error;
  } finally {
    clearTimeout(timer);
  }
}

function retryAfterMs(response: Response): number {
  const seconds = Number(response.headers.get("retry-after") ?? 0);
  return Number.isFinite(seconds) ? seconds * 1_000 : 0;
}

function codeOf(error: Error): string | undefined {
  const cause = error.cause as { code?: string; errors?: { code?: string }[] } | undefined;
  return cause?.code ?? cause?.errors?.[0]?.code;
}

function reasonOf(error: Error): string {
  const code = codeOf(error);
  if (code === "ECONNREFUSED") return "nothing listens there";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "there is no such host";
  if (error.name === "TimeoutError") return "it took too long";
  return code ?? (error.cause as Error | undefined)?.message ?? error.message;
}
