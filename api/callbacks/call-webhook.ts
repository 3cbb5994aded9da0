import type { FinishedJob } from "../../store/finished-job.js";
import { VERSION } from "../../config/version.js";
import type { Attempt } from "./attempt.js";
import { type Answer, post } from "./post.js";
import { signatureHeaders } from "./signature.js";
import type { WebhookAddresses } from "./webhook-addresses.js";

/** A larger result is left out of the message. */
export const RESULT_BYTES = 64 * 1024;

const GONE = 410;

export interface WebhookCall {
  url: string;
  /** The same for every attempt. */
  id: string;
  job: FinishedJob;
  secret: string;
  addresses: WebhookAddresses;
  signal: AbortSignal;
}

/** Tells a URL of the end of a job, once. */
export async function callWebhook({ url: text, id, job, secret, addresses, signal }: WebhookCall): Promise<Attempt> {
  // Also what the operator allows may be another thing than at submit.
  const refusal = addresses.refusal(text);
  if (refusal) return { ok: false, isFinal: false, note: `the URL ${refusal}` };
  const url = new URL(text);
  const body = JSON.stringify(messageOf(job));
  const headers = {
    "content-type": "application/json",
    "user-agent": `Avalanche/${VERSION}`,
    ...signatureHeaders(secret, { id, at: new Date(), body }),
  };
  try {
    return verdict(url, await post({ url, headers, body, lookup: addresses.lookupFor(url), signal }));
  } catch (error) {
    return { ok: false, isFinal: false, note: `${url.host}: ${signal.aborted ? reasonOf(signal.reason) : reasonOf(error)}` };
  }
}

function verdict({ host }: URL, { status, retryAfter }: Answer): Attempt {
  if (status >= 200 && status < 300) return { ok: true, note: `delivered to ${host}, which answered ${status}` };
  if (status === GONE) return { ok: false, isFinal: true, note: `${host} answered 410: it wants no more calls` };
  const redirected = status >= 300 && status < 400 ? "; redirects are not followed" : "";
  return { ok: false, isFinal: false, note: `${host} answered ${status}${redirected}`, retryAfterMs: millisecondsOf(retryAfter) };
}

function messageOf(job: FinishedJob) {
  return {
    type: TYPES[job.state],
    id: job.id,
    task: job.task,
    state: job.state,
    error: job.error,
    result: job.result,
    result_url: job.isResultLeftOut ? `/api/v1/jobs/${job.id}/result` : null,
    submitted_at: job.submittedAt,
    started_at: job.startedAt,
    finished_at: job.finishedAt,
    tags: job.tags,
  };
}

const TYPES = { SUCCESS: "job.succeeded", FAILURE: "job.failed", REVOKED: "job.revoked" } as const;

/** `Retry-After`: seconds, or a date. */
function millisecondsOf(retryAfter: string | undefined): number {
  if (retryAfter === undefined) return 0;
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return ms > 0 ? ms : 0;
}

/** Where several addresses of a name were tried, the error has no text of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
