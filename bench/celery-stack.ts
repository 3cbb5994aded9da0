import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { childEnvironment } from "../config/child-environment.js";
import { loadConfig } from "../config/config.js";
import { freePort } from "../local/ports.js";
import { CELERY_FOLDER } from "../local/set-up/celery-version.mjs";
import { until } from "../test/until.js";
import { CeleryClient } from "./celery-client.js";
import { PeerProcess } from "./peer-process.js";

const SOURCES = fileURLToPath(new URL("./celery", import.meta.url));

interface CeleryOptions {
  /** Of its worker: processes, each for one task at a time; as threads where there are many. */
  concurrency?: number;
  pool?: "prefork" | "threads";
  /** After which a task that was taken and not acknowledged is given to another; Celery's own default is an hour. */
  visibilityTimeoutSeconds?: number;
}

/** Redis, a worker, an HTTP server and a client, on ports and in a folder of their own. */
export class CeleryStack {
  readonly folder: string;
  readonly #options: Required<CeleryOptions>;
  #ports = { redis: 0, api: 0 };
  #processes: PeerProcess[] = [];
  #worker: PeerProcess | undefined;
  #client: CeleryClient | undefined;

  private constructor(folder: string, options: CeleryOptions) {
    this.folder = folder;
    this.#options = { concurrency: 2, pool: "prefork", visibilityTimeoutSeconds: 3600, ...options };
  }

  /** Does the work while it runs, and leaves nothing of it behind. */
  static async during<T>(options: CeleryOptions, work: (celery: CeleryStack) => Promise<T>): Promise<T> {
    const stack = new CeleryStack(await mkdtemp(join(tmpdir(), "avalanche-bench-celery-")), options);
    try {
      stack.#ports = { redis: await freePort(), api: await freePort() };
      await mkdir(join(stack.folder, "redis"));
      await stack.up();
      return await work(stack);
    } finally {
      await stack.killAll();
      await rm(stack.folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  /** Starts all of it, on what Redis had kept. */
  async up(): Promise<void> {
    const { redis, api } = this.#ports;
    const kept = ["--dir", join(this.folder, "redis"), "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""];
    // Else it writes over its arguments, by which its memory is found.
    const title = ["--set-proc-title", "no"];
    this.#start("redis", ["redis-server", "--bind", "127.0.0.1", "--port", String(redis), ...kept, ...title]);
    const client = this.#start("client", ["python3", "client.py"], true);
    this.#client = new CeleryClient(client, this.#logOf("client"));
    const server = ["--worker-class", "gthread", "--workers", "2", "--threads", "16", "--keep-alive", "60", "--log-level", "warning"];
    this.#start("api", ["python3", "-m", "gunicorn", ...server, "--bind", `127.0.0.1:${api}`, "api:app"]);
    this.startWorker();
    const answers = () =>
      this.call("/health").then(
        ({ ok }) => ok,
        () => false,
      );
    await this.#until("Flask to answer", answers);
    await this.ask("ready", {});
  }

  startWorker(): void {
    const { concurrency, pool } = this.#options;
    const flags = ["--pool", pool, "--concurrency", String(concurrency), "--loglevel", "WARNING"];
    this.#worker = this.#start("worker", ["python3", "-m", "celery", "--app", "tasks", "worker", ...flags]);
  }

  /** kill -9 of the worker with all its processes. @returns the number of its process group */
  async killWorker(): Promise<number> {
    await this.#worker?.kill();
    return this.#worker?.pid ?? 0;
  }

  /** Like a power cut: every process at once. */
  async killAll(): Promise<void> {
    await Promise.all(this.#processes.map((one) => one.kill()));
    this.#client?.close();
    this.#processes = [];
  }

  ask: CeleryClient["ask"] = (action, given) => {
    assert.ok(this.#client, "Celery's client does not run");
    return this.#client.ask(action, given);
  };

  /** Of Flask. */
  call(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.#ports.api}${path}`, {
      ...init,
      headers: { "content-type": "application/json", ...init.headers },
    });
  }

  async submit(): Promise<string> {
    const response = await this.call("/jobs", { method: "POST", body: "{}" });
    const text = await response.text();
    assert.equal(response.status, 202, text);
    return (JSON.parse(text) as { id: string }).id;
  }

  /** @throws where the work did not begin exactly so many tasks: one was lost or doubled */
  async exactly<T>(tasks: number, work: () => Promise<T>): Promise<T> {
    const before = await this.ask("handled", {});
    const done = await work();
    assert.equal((await this.ask("handled", {})) - before, tasks, "tasks that Celery's worker began");
    return done;
  }

  #start(name: string, command: string[], piped = false): PeerProcess {
    const { visibilityTimeoutSeconds } = this.#options;
    const env = childEnvironment({
      PYTHONPATH: join(loadConfig().cacheFolder, CELERY_FOLDER),
      // The sources are not ours to write beside.
      PYTHONDONTWRITEBYTECODE: "1",
      REDIS_URL: `redis://127.0.0.1:${this.#ports.redis}/0`,
      VISIBILITY_TIMEOUT_SECONDS: String(visibilityTimeoutSeconds),
      CELERY_FOLDER: this.folder,
    });
    const process = new PeerProcess(command, this.#logOf(name), { cwd: SOURCES, env, piped });
    this.#processes.push(process);
    return process;
  }

  #logOf(name: string): string {
    return join(this.folder, `${name}.log`);
  }

  /** @throws with what they wrote, where one of the processes ends */
  async #until(what: string, holds: () => Promise<boolean>): Promise<void> {
    await until(what, async () => {
      if (!this.#processes.some((one) => one.hasEnded)) return holds();
      const logs = await Promise.all(
        ["redis", "worker", "api", "client"].map((name) => readFile(this.#logOf(name), "utf8").catch(() => "")),
      );
      return assert.fail(`Celery's part of the benchmarks does not start: ${logs.join("\n").slice(-3000)}`);
    });
  }
}
