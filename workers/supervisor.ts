import { type ChildProcess, fork } from "node:child_process";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { childEnvironment } from "../config/child-environment.js";
import type { FromWorker, ToWorker } from "./messages.js";

/** A worker process from its start to its end. */
interface Generation {
  process: ChildProcess;
  state: "starting" | "polling" | "draining";
  /** It asked for another in its place. */
  isWorn: boolean;
  begunMs: number;
}

const EXTENSION = import.meta.url.endsWith(".ts") ? "ts" : "js";
/**
 * For every promise of a workflow the SDK writes down where it was made, so that Temporal can show what it waits for:
 * with the usual ten lines that takes more time than all else that a workflow does. Whatever runs the sources needs whole ones.
 */
const SHORT_STACKS = EXTENSION === "js" ? ["--stack-trace-limit=2"] : [];

/**
 * A tool begins as a copy of the process that starts it, page by page: with glibc's 8 arenas a processor that takes nearly twice as
 * long, and the worker half as much memory again. Source: mallopt(3), M_ARENA_MAX.
 */
const MALLOC = { MALLOC_ARENA_MAX: "2" };

const PROGRAM = fileURLToPath(new URL(`./worker-process.${EXTENSION}`, import.meta.url));

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5000;
/** The grace of a worker process and some seconds for what it hands back. One that waits for Temporal, which is away, would never end. */
const LONGEST_STOP_MS = 10_000;
/** After this time of running well, the next death counts as the first. */
const STEADY_MS = 30_000;

/**
 * Keeps one worker process at work: starts another where it was killed, and replaces one that is worn before it drains,
 * so that somebody always takes jobs. It imports little: it lives as long as all of them together.
 */
export class Supervisor {
  readonly #args: readonly string[];
  readonly #log = pino();
  readonly #generations = new Set<Generation>();
  #pauseMs = FIRST_PAUSE_MS;
  #next: NodeJS.Timeout | undefined;
  #hasPolled = false;
  #isStopping = false;
  #status = 0;
  #finish: (status: number) => void = () => undefined;

  /** @param args flags of the worker process */
  constructor(args: readonly string[]) {
    this.#args = args;
  }

  /** @returns the exit status, when it was stopped, or when the first process could not begin */
  run(): Promise<number> {
    return new Promise((resolve) => {
      this.#finish = resolve;
      this.#start();
    });
  }

  /** Lets what runs end within the worker's grace. */
  stop(): void {
    this.#isStopping = true;
    clearTimeout(this.#next);
    for (const { process } of this.#generations) tell(process, "stop");
    if (this.#generations.size === 0) this.#finish(this.#status);
    setTimeout(() => {
      this.#log.warn("the worker process does not end: it is killed");
      this.stopNow();
    }, LONGEST_STOP_MS);
  }

  stopNow(): void {
    for (const { process } of this.#generations) process.kill("SIGKILL");
  }

  #start(): void {
    const child = fork(PROGRAM, this.#args, {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      execArgv: [...process.execArgv, ...SHORT_STACKS],
      env: { ...MALLOC, ...childEnvironment() },
    });
    const generation: Generation = { process: child, state: "starting", isWorn: false, begunMs: performance.now() };
    this.#generations.add(generation);
    child.on("message", (message: FromWorker) => this.#hear(generation, message));
    child.once("error", (error) => this.#ended(generation, null, null, error.message));
    child.once("exit", (status, signal) => this.#ended(generation, status, signal, signal ?? `exit status ${status}`));
  }

  #hear(generation: Generation, message: FromWorker): void {
    const { pid } = generation.process;
    if (message.type === "worn") {
      const { reason, stages, rssBytes } = message;
      this.#log.info({ worker: pid, reason, stages, rss_bytes: rssBytes }, "recycling: the worker process is to be replaced");
      generation.isWorn = true;
      this.#replace();
      return;
    }
    this.#log.level = message.logLevel;
    this.#hasPolled = true;
    generation.state = "polling";
    for (const other of this.#generations) {
      if (other === generation || other.state !== "polling") continue;
      this.#log.info({ worker: pid, instead_of: other.process.pid }, "recycling: another worker process takes stages; the old one drains");
      other.state = "draining";
      tell(other.process, "drain");
    }
  }

  #ended(generation: Generation, status: number | null, signal: NodeJS.Signals | null, how: string): void {
    if (!this.#generations.delete(generation)) return;
    if (this.#isStopping) {
      this.#status = Math.max(this.#status, statusOf(status, signal));
      if (this.#generations.size === 0) this.#finish(this.#status);
      return;
    }
    // Its own words are on the screen; another would end in the same way.
    if (!this.#hasPolled && status) return this.#finish(status);
    const worker = generation.process.pid;
    if (generation.state === "draining" && status === 0) {
      this.#log.info({ worker }, "recycling: the old worker process has drained");
      return this.#replace();
    }
    if (performance.now() - generation.begunMs > STEADY_MS) this.#pauseMs = FIRST_PAUSE_MS;
    this.#log.warn({ worker, how }, "the worker process is lost; what it ran goes on in another");
    this.#replace(this.#pauseMs);
    this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
  }

  /** Starts a process where one is wanted. Not while an earlier one drains: at most two take memory at a time. */
  #replace(pauseMs = 0): void {
    if (this.#isStopping) return;
    const generations = [...this.#generations];
    const isWanted = generations.every(({ state, isWorn }) => state === "draining" || (state === "polling" && isWorn));
    const isFull = generations.some(({ state }) => state === "polling") && generations.some(({ state }) => state === "draining");
    if (!isWanted || isFull) return;
    clearTimeout(this.#next);
    this.#next = setTimeout(() => this.#start(), pauseMs);
  }
}

function tell(process: ChildProcess, message: ToWorker): void {
  // One that is about to end hears nothing any more.
  if (process.connected) process.send(message, () => undefined);
}

/** A signal that asks to stop reached it before it could listen: it had nothing to drain. */
function statusOf(status: number | null, signal: NodeJS.Signals | null): number {
  if (signal === "SIGTERM" || signal === "SIGINT") return 0;
  return signal ? 128 + constants.signals[signal] : (status ?? 0);
}
