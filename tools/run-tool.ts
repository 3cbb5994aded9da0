import { type ChildProcess, spawn } from "node:child_process";
import { basename, isAbsolute, join } from "node:path";
import { JobFailure } from "../contracts/failures.js";
import type { MemoryLimit } from "../contracts/job.js";
import { type Exit, endRest, endTree, GRACE_MS, type Running } from "./ending.js";
import { countOomKills, limitArgs, memoryLimitOf } from "./memory-limit.js";
import { MARK } from "./processes.js";
import { bubblewrapArgs, findProgram, type Sandbox } from "./sandbox.js";
import { watchForStall } from "./stall.js";
import type { Share, Tokens } from "./tokens.js";
import { ToolLog } from "./tool-log.js";
import { toToolFailure } from "./tool-failure.js";
import { readUsage, timeArgs, type Usage } from "./usage.js";

export interface ToolCall extends Share {
  /** A name on PATH. */
  program: string;
  /** Files as absolute paths: never taken for options. */
  args: readonly string[];
  /** What each of its processes may take at first; without it twice its share, and at least 1 GiB. */
  memoryLimitBytes?: number;
  /** How many times its share and its limit it gets, after it ran out of memory. */
  memoryScale?: number;
  /** Absolute; the only place that the tool may write, and its working folder. */
  folder: string;
  /** Absolute paths of the files that it may read. */
  inputs: readonly string[];
  /** Its reason becomes the error. */
  signal: AbortSignal;
  /** Aborted when it must be gone; by default two seconds after `signal`. */
  kill?: AbortSignal;
  onLog?: (text: string) => void;
  /** Hears when it waits for its share of the machine, and when no more. */
  onWait?: (waits: boolean) => void;
}

export interface ToolRun extends Usage {
  /** As run, with file names instead of paths. */
  command: string;
  seconds: number;
  /** The end of what it wrote, up to a megabyte. */
  log: string;
  /** What it warned of. */
  warnings: string[];
}

interface Surroundings {
  log: ToolLog;
  report: string;
  mark: string;
  memory: MemoryLimit;
}

/** Starts programs: one at a time for each share of the machine, in a sandbox, with an end in any case. */
export class ToolRunner {
  readonly #sandbox: Sandbox;
  readonly #tokens: Tokens;
  readonly #searchPath: readonly string[];

  /** @param searchPath folders in which programs are looked for */
  constructor(sandbox: Sandbox, tokens: Tokens, searchPath: readonly string[]) {
    this.#sandbox = sandbox;
    this.#tokens = tokens;
    this.#searchPath = searchPath;
  }

  /**
   * Resolves when the tool and all that it started are gone.
   *
   * @throws {JobFailure} ToolFailed, ToolKilled, OutOfMemory, DiskFull; the signal's reason
   */
  async run(call: ToolCall): Promise<ToolRun> {
    call.onWait?.(true);
    const share = { threads: call.threads, memoryBytes: call.memoryBytes * (call.memoryScale ?? 1) };
    const giveBack = await this.#tokens.take(share, call.signal).finally(() => call.onWait?.(false));
    try {
      return await this.#runNow(call);
    } finally {
      giveBack();
    }
  }

  async #runNow(call: ToolCall): Promise<ToolRun> {
    const program = this.#find(call.program);
    if (!program) throw new JobFailure("ToolFailed", `${call.program} is not installed here; avalanche doctor says how to get it`);
    const name = `tool-${String(++started)}`;
    const log = new ToolLog(join(call.folder, `${name}.log`), call.onLog);
    const report = join(call.folder, `${name}.usage`);
    const startedMs = performance.now();
    const memory = memoryLimitOf(call, this.#tokens.mostMemoryBytes);
    const oomKills = countOomKills();
    const command = [call.program, ...call.args.map(withoutFolder)].join(" ");
    try {
      const running = this.#start(program, call, { log, report, memory, mark: join(call.folder, name) });
      const exit = await watch(running, call, log);
      const usage = await readUsage(report);
      const failure = toToolFailure({ ...exit, command, log: log.tail, usage, memory, oomKilled: countOomKills() > oomKills });
      if (failure) throw failure;
      return {
        command,
        seconds: (performance.now() - startedMs) / 1000,
        log: log.text,
        warnings: log.warnings.map((line) => `${call.program}: ${line}`),
        ...usage,
      };
    } finally {
      log.close();
    }
  }

  #start(program: string, call: ToolCall, { log, report, mark, memory }: Surroundings): Running {
    const limiter = this.#find("prlimit");
    const timer = this.#find("time");
    const timed = [...(timer ? timeArgs(timer, report) : []), program, ...call.args];
    const inBubblewrap = this.#sandbox === "bubblewrap";
    const [file, ...args] = [
      // It becomes what it starts: no process of its own.
      ...(limiter ? limitArgs(limiter, memory) : []),
      ...(inBubblewrap ? [this.#find("bwrap") ?? "bwrap", ...bubblewrapArgs(program, call.folder, call.inputs)] : []),
      ...timed,
    ];
    const child: ChildProcess = spawn(file ?? program, args, {
      cwd: call.folder,
      // Results must not depend on the place or the language of whoever started the worker.
      env: {
        PATH: "/usr/local/bin:/usr/bin:/bin",
        LC_ALL: "C.UTF-8",
        TZ: "UTC",
        HOME: call.folder,
        TMPDIR: call.folder,
        PYTHONDONTWRITEBYTECODE: "1",
        [MARK]: mark,
      },
      stdio: ["ignore", "pipe", "pipe"],
      detached: !inBubblewrap,
    });
    child.stdout?.on("data", log.write);
    child.stderr?.on("data", log.write);
    return { child, isGroup: !inBubblewrap, holders: (inBubblewrap ? 2 : 0) + (timer ? 1 : 0), mark, exit: exitOf(child) };
  }

  #find(program: string): string | null {
    return findProgram(program, this.#searchPath);
  }
}

let started = 0;

/** Listens from the first moment: a quick tool may be gone before anyone waits for it. */
function exitOf(child: ChildProcess): Running["exit"] {
  const ended = new Promise<Exit>((resolve) => {
    child.on("error", (error) => resolve({ exitCode: null, signal: null, error }));
    child.on("exit", (exitCode, signal) => resolve({ exitCode, signal }));
  });
  const closed = new Promise<void>((resolve) => {
    child.on("error", () => resolve());
    child.on("close", () => resolve());
  });
  return { ended, closed };
}

/** Waits for the end, and sees to it when the signal or a stall asks for it. */
async function watch(running: Running, { signal, kill }: ToolCall, log: ToolLog): Promise<Exit> {
  const stall = watchForStall(running, log);
  const faulty = AbortSignal.any([stall.signal, log.broken]);
  const asked = AbortSignal.any([signal, faulty]);
  let ending: Promise<void> | undefined;
  const end = () => {
    ending ??= endTree(running, kill === undefined || faulty.aborted ? AbortSignal.timeout(GRACE_MS) : kill);
  };
  asked.addEventListener("abort", end, { once: true });
  if (asked.aborted) end();
  try {
    const exit = await running.exit.ended;
    await ending;
    // What a tool left behind ends with it; only then are its pipes closed. Bubblewrap sees to that, unless it is killed while it prepares.
    if (running.isGroup || exit.signal !== null) await endRest(running);
    await running.exit.closed;
    asked.throwIfAborted();
    return exit;
  } finally {
    asked.removeEventListener("abort", end);
    stall.stop();
  }
}

/** Artifacts are called by their hash, which says nothing to a reader; which they are stands in the provenance. */
function withoutFolder(arg: string): string {
  return isAbsolute(arg) ? basename(arg).replace(/^[0-9a-f]{64}$/, "INPUT") : arg;
}
