import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { type OwedCallback, settleCallback, type Settlement, takeCallbacks } from "../../store/callbacks.js";
import type { Database } from "../../store/database.js";
import { finishedJob } from "../../store/finished-job.js";
import { throughOutage } from "../../store/outage.js";
import type { JobsService } from "../jobs/jobs.service.js";
import type { Attempt } from "./attempt.js";
import { CALLBACK_RULES, type CallbackRules, waitMs } from "./callback-rules.js";
import { callWebhook, RESULT_BYTES } from "./call-webhook.js";
import { submitFollowUp } from "./submit-follow-up.js";
import type { WebhookAddresses } from "./webhook-addresses.js";

export interface CallbackParts {
  db: Database;
  log: Logger;
  webhookAddresses: WebhookAddresses;
  jobs: Pick<JobsService, "submitFollowUp">;
  secret: string;
}

/** How often the database is asked for callbacks that are due. */
const PACE_MS = 500;

const AT_ONCE = 16;
const AT_ONCE_PER_HOST = 4;

/** Beyond the time of an attempt; then its process is taken for dead. */
const LOST_AFTER_MS = 10_000;

/** Attempts that are under way get so long when the API stops. */
const DRAIN_MS = 3000;

/** As much as a record holds. */
const WHOLE_RESULT_BYTES = 2 ** 31 - 1;

/**
 * Carries out what is to follow the end of jobs: a process of its own rhythm, so that a receiver that hangs holds up
 * nothing else. Several processes may do so at once. Whatever becomes of it is written down beside the job.
 */
export class CallbackLoop {
  readonly #parts: CallbackParts;
  readonly #rules: CallbackRules;
  /** The attempts that are under way, with their host. */
  readonly #underWay = new Map<Promise<void>, string>();
  readonly #closing = new AbortController();
  readonly #ending = new AbortController();
  readonly #running: Promise<void>;
  #isFailing = false;

  constructor(parts: CallbackParts, rules: CallbackRules = CALLBACK_RULES) {
    this.#parts = parts;
    this.#rules = rules;
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      await this.#takeDue();
      const woken = new AbortController();
      const pause = sleep(PACE_MS, undefined, { signal: AbortSignal.any([this.#closing.signal, woken.signal]) });
      await Promise.race([pause.catch(() => undefined), ...this.#underWay.keys()]);
      woken.abort();
    }
    const timer = setTimeout(() => this.#ending.abort(new Error("the API was stopped")), DRAIN_MS);
    await Promise.all(this.#underWay.keys());
    clearTimeout(timer);
  }

  async #takeDue(): Promise<void> {
    const atMost = AT_ONCE - this.#underWay.size;
    if (atMost === 0) return;
    try {
      const lostAfterSeconds = (this.#rules.attemptMs + LOST_AFTER_MS) / 1000;
      const taken = await takeCallbacks(this.#parts.db, {
        atMost,
        perHost: AT_ONCE_PER_HOST,
        busyHosts: this.#busyHosts(),
        lostAfterSeconds,
      });
      for (const callback of taken) this.#begin(callback);
      if (this.#isFailing) this.#parts.log.info("callbacks: works again");
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) this.#parts.log.warn({ err: error }, "callbacks: tries again");
      this.#isFailing = true;
    }
  }

  #begin(callback: OwedCallback): void {
    const work = this.#carryOut(callback)
      .catch((error: unknown) =>
        this.#parts.log.error({ job: callback.jobId, err: error }, "what became of a callback could not be written"),
      )
      .finally(() => this.#underWay.delete(work));
    this.#underWay.set(work, callback.host);
  }

  #busyHosts(): string[] {
    const hosts = [...this.#underWay.values()];
    return hosts.filter((host, at) => hosts.indexOf(host) === at && hosts.filter((one) => one === host).length >= AT_ONCE_PER_HOST);
  }

  async #carryOut(callback: OwedCallback): Promise<void> {
    const { jobId: job, outcome, attempts } = callback;
    const attempt = await this.#attempt(callback).catch((error: unknown): Attempt => {
      this.#parts.log.error({ job, on: outcome, err: error }, "callback: an error that was not expected");
      return { ok: false, isFinal: false, note: "something unexpected happened; the log of the API has it" };
    });
    const settlement = this.#settlementOf(callback, attempt);
    if (!attempt.ok) this.#parts.log.warn({ job, on: outcome, attempts, state: settlement.state }, `callback: ${attempt.note}`);
    await throughOutage(() => settleCallback(this.#parts.db, callback, settlement), this.#ending.signal);
  }

  async #attempt(callback: OwedCallback): Promise<Attempt> {
    const { db, jobs, secret, webhookAddresses: addresses } = this.#parts;
    const { target } = callback;
    const job = await finishedJob(db, callback.jobId, "webhook" in target ? RESULT_BYTES : WHOLE_RESULT_BYTES);
    if (!job) throw new Error("the job is gone");
    if ("task" in target) return submitFollowUp(jobs, callback, target, job);
    const { attemptMs } = this.#rules;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error(`no answer within ${attemptMs / 1000} s`)), attemptMs);
    const signal = AbortSignal.any([late.signal, this.#ending.signal]);
    const id = `${job.id}_on_${callback.outcome}`;
    return callWebhook({ url: target.webhook, id, job, secret, addresses, signal }).finally(() => clearTimeout(timer));
  }

  #settlementOf({ attempts, owedAt }: OwedCallback, attempt: Attempt): Settlement {
    if (attempt.ok) return { state: "done", note: attempt.note, ...(attempt.followUp ? { followUp: attempt.followUp } : {}) };
    const nextAttemptAt = new Date(Date.now() + waitMs(this.#rules, attempts, attempt.retryAfterMs));
    if (attempt.isFinal) return { state: "failed", note: attempt.note };
    const isTooLate = nextAttemptAt.getTime() > owedAt.getTime() + this.#rules.giveUpMs;
    return isTooLate
      ? { state: "failed", note: `${attempt.note}; given up after ${attempts} attempts` }
      : { state: "due", note: attempt.note, nextAttemptAt };
  }
}
