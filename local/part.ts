import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type Child, type Program, startChild } from "./child.js";

export interface PartPlan {
  /** As shown: `PostgreSQL`, `worker`. */
  name: string;
  program: Program;
  stopSignal: NodeJS.Signals;
  /** Time that it gets to end by itself. */
  graceMs: number;
  /** Clears away before each start what a kill left behind. */
  prepare?(): Promise<void>;
  /** Resolves when it answers; gives up when the signal aborts. */
  ready(signal: AbortSignal, pid: number): Promise<void>;
}

export interface PartEvents {
  /** One short line for the terminal. */
  say(line: string): void;
  /** It runs under this process id. */
  started(name: string, child: Child): void;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5000;
/** After this time of running well, the next death counts as the first. */
const STEADY_MS = 30_000;

/** A program that is kept running until it is told to stop. */
export class Part {
  readonly #plan: PartPlan;
  readonly #events: PartEvents;
  readonly #stopping = new AbortController();
  #child: Child | undefined;
  #watching: Promise<void> = Promise.resolve();

  constructor(plan: PartPlan, events: PartEvents) {
    this.#plan = plan;
    this.#events = events;
  }

  /** @throws if it ends before it answers; the message holds the end of its log */
  async start(): Promise<void> {
    await this.#launch();
    this.#watching = this.#keepRunning();
  }

  /** @param now without a grace */
  async stop(now = false): Promise<void> {
    this.#stopping.abort();
    const end = () => this.#child?.end(now ? "SIGKILL" : this.#plan.stopSignal, this.#plan.graceMs);
    await end();
    await this.#watching;
    // One that was being started again in the meantime.
    await end();
  }

  async #launch(): Promise<void> {
    const { name, program } = this.#plan;
    await this.#plan.prepare?.();
    const child = await startChild(program);
    this.#child = child;
    this.#events.started(name, child);
    const over = new AbortController();
    const ended = child.ended.then((how) => {
      over.abort();
      throw new Error(`${name} ended before it was ready (${how})${lastWords(how, program.logFile)}`);
    });
    ended.catch(() => undefined);
    await Promise.race([this.#plan.ready(AbortSignal.any([over.signal, this.#stopping.signal]), child.pid), ended]);
  }

  async #keepRunning(): Promise<void> {
    const { name, program } = this.#plan;
    let pauseMs = FIRST_PAUSE_MS;
    let problem = "";
    while (!this.#stopping.signal.aborted) {
      const since = performance.now();
      const how = (await this.#child?.ended) ?? "";
      if (this.#stopping.signal.aborted) return;
      if (performance.now() - since > STEADY_MS) pauseMs = FIRST_PAUSE_MS;
      problem ||= `${name} ended (${how})${lastWords(how, program.logFile)}`;
      this.#events.say(`${problem}; starting it again`);
      problem = "";
      await sleep(pauseMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      if (this.#stopping.signal.aborted) return;
      await this.#launch().then(
        () => this.#events.say(`${name} is back`),
        (error: Error) => {
          problem = error.message;
        },
      );
    }
  }
}

/** The end of its log, for a message; whoever was killed had no time to say anything. Our own programs write JSON lines. */
function lastWords(how: string, file: string): string {
  if (how === "SIGKILL") return "";
  const line = readFileSync(file, "utf8").trimEnd().split("\n").at(-1) ?? "";
  return line === "" ? "" : `: ${readMessage(line).slice(0, 300)} (${file})`;
}

function readMessage(line: string): string {
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
    return err?.message ?? msg ?? line;
  } catch {
    return line;
  }
}
