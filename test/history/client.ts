import { setTimeout as sleep } from "node:timers/promises";
import type { DevStack, Job } from "../e2e/dev-stack.js";
import type { Entry, Facts, History, Phase, Seen } from "./history.js";
import type { JobBoard } from "./job-board.js";
import type { Random } from "./random.js";

export interface ClientParts {
  name: string;
  stack: DevStack;
  history: History;
  board: JobBoard;
  random: Random;
  /** Aborted when the run is over: no new job after that. */
  over: AbortSignal;
}

/** What an answer says; `ok` where nothing else is said. */
export type Reading = Facts & { phase?: Exclude<Phase, "invoke"> };

const PATIENCE_MS = 8000;

/** One thread of calls, one after the other, each in the history with its outcome. */
export class Client {
  readonly name: string;
  readonly board: JobBoard;
  readonly random: Random;
  readonly over: AbortSignal;
  readonly #stack: DevStack;
  readonly #history: History;

  constructor({ name, stack, history, board, random, over }: ClientParts) {
    this.name = name;
    this.board = board;
    this.random = random;
    this.over = over;
    this.#stack = stack;
    this.#history = history;
  }

  /** Where jobs look for their input. */
  get dataRoot(): string {
    return this.#stack.dataRoot;
  }

  /** @param read what an answer below 300 says */
  async call(op: string, facts: Facts, path: string, init: RequestInit, read: (body: unknown) => Reading): Promise<Entry> {
    const done = this.#history.invoke(this.name, op, facts);
    try {
      const response = await this.#stack.call(path, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
      const body: unknown = await response.json();
      const httpStatus = response.status;
      if (response.ok) {
        const { phase = "ok", ...said } = read(body);
        this.#notice(said.seen ?? []);
        return done(phase, { httpStatus, ...said });
      }
      // A 5xx may come from a server that lost its database after the commit.
      return done(httpStatus >= 500 ? "info" : "fail", { httpStatus, message: (body as { detail?: string }).detail ?? "" });
    } catch (error) {
      return done("info", { message: messageOf(error as Error) });
    }
  }

  /** A moment, drawn. */
  async pause(fromMs: number, toMs: number): Promise<void> {
    await sleep(this.random.between(fromMs, toMs), undefined, { signal: this.over }).catch(() => undefined);
  }

  #notice(seen: Seen[]): void {
    for (const { job, state } of seen) this.board.notice(job, state);
  }
}

export function seenOf(job: Pick<Job, "id" | "state" | "progress">): Seen {
  const { progress } = job;
  return {
    job: job.id,
    state: job.state,
    percent: progress?.percent ?? null,
    stage: progress?.stage ?? null,
    attempt: progress?.attempt ?? null,
  };
}

function messageOf(error: Error): string {
  const { cause } = error;
  return cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
}
