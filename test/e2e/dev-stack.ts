import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pg from "pg";
import type { z } from "zod";
import { childEnvironment } from "../../config/child-environment.js";
import type { jobDetail, jobEvent } from "../../contracts/api.js";
import type { AnalysisResult } from "../../contracts/tasks/run-analysis/result.js";
import { readEndpoints } from "../../local/endpoints.js";
import { isSame } from "../../local/lock.mjs";
import { freePort } from "../../local/ports.js";
import { furnish } from "../ready-home.js";
import { until, withAttempts } from "../until.js";
import { processesWith } from "./processes.js";

export type Job = z.output<typeof jobDetail>;
export type Event = z.output<typeof jobEvent>;

const AVALANCHE = resolve("dist/cli/main.js");

export const EXAMPLES = resolve("examples");

interface Process {
  pid: number;
  started: string | null;
}

/** `avalanche dev` as a user starts it, with a home and a data root of its own; it falls with this process, also by kill -9. */
export class DevStack {
  readonly home: string;
  readonly dataRoot: string;
  #dev: ChildProcess | undefined;
  #printed = "";
  #port: number | undefined;

  readonly #settings: Record<string, string>;

  private constructor(home: string, settings: Record<string, string>) {
    this.home = home;
    this.dataRoot = join(home, "data");
    this.#settings = settings;
  }

  /** @param settings variables of its environment */
  static async start(settings: Record<string, string> = {}): Promise<DevStack> {
    assert.ok(existsSync(AVALANCHE), "dist/ is not built: npm run build");
    const stack = new DevStack(await mkdtemp(join(tmpdir(), "avalanche-e2e-")), settings);
    await mkdir(stack.dataRoot);
    await furnish(stack.home);
    await stack.up();
    return stack;
  }

  async up(): Promise<void> {
    this.#printed = "";
    // A port of its own: stacks of other test files start at the same moment.
    this.#port ??= await freePort();
    const env = childEnvironment({
      AVALANCHE_HOME: this.home,
      AVALANCHE_DATA_ROOT: this.dataRoot,
      AVALANCHE_HTTP_PORT: String(this.#port),
      DATABASE_URL: "",
      TEMPORAL_ADDRESS: "",
      ...this.#settings,
    });
    const dev = spawn(process.execPath, [AVALANCHE, "dev"], { env, stdio: ["ignore", "pipe", "pipe", "ipc"] });
    this.#dev = dev;
    for (const stream of [dev.stdout, dev.stderr]) stream?.on("data", (chunk) => (this.#printed += String(chunk)));
    await until("the stack to be up", () => this.#printed.includes("Ctrl-C stops it") || dev.exitCode !== null);
    assert.equal(dev.exitCode, null, this.#printed);
  }

  /** Like a power cut: every process at once. */
  async killAll(): Promise<void> {
    const pids = Object.values(this.#processes()).filter(({ pid, started }) => isSame(pid, started));
    this.#dev?.kill("SIGKILL");
    for (const { pid } of pids) if (!kill(-pid)) kill(pid);
    if (this.#dev?.exitCode === null && this.#dev.signalCode === null) await once(this.#dev, "exit");
  }

  /** kill -9 of one part; `dev` starts it again. */
  killPart(part: RegExp, withItsGroup = false): void {
    const pid = this.pidOf(part);
    assert.ok(kill(withItsGroup ? -pid : pid));
  }

  /** Holds one part with all its processes, such as a machine that swaps, and lets it go on. */
  freezePart(part: RegExp): () => void {
    const pid = this.pidOf(part);
    process.kill(-pid, "SIGSTOP");
    return () => process.kill(-pid, "SIGCONT");
  }

  /** As by Ctrl-C. */
  async down(): Promise<void> {
    if (this.#dev?.exitCode !== null || this.#dev.signalCode !== null) return;
    this.#dev.kill("SIGTERM");
    await once(this.#dev, "exit");
  }

  async stop(): Promise<void> {
    await this.down();
    await rm(this.home, { recursive: true, force: true, maxRetries: 5 });
  }

  async call(path: string, init: RequestInit = {}): Promise<Response> {
    const { api } = readEndpoints(this.home) ?? assert.fail("the stack is not up");
    const token = readFileSync(join(this.home, "token"), "utf8").trim();
    return fetch(`${api}/api/v1${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...init.headers },
    });
  }

  async submit(task: string, params: unknown, options: unknown = {}): Promise<string> {
    const response = await this.call("/jobs", { method: "POST", body: JSON.stringify({ task, params, options }) });
    const body = (await response.json()) as { id: string };
    assert.equal(response.status, 202, JSON.stringify(body));
    return body.id;
  }

  /** An analysis, to its end; what fails is not tried again. */
  async analyse(params: object): Promise<Job> {
    return this.untilFinal(await this.submit("run_analysis", params, { max_retries: 0 }));
  }

  /** An analysis that succeeds. */
  async succeed(params: object): Promise<AnalysisResult & { id: string }> {
    const job = await this.analyse(params);
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
    return { ...(job.result as AnalysisResult), id: job.id };
  }

  /** Files in a folder of their own under the data root. @returns its name */
  async folderOf(name: string, files: Record<string, string | Buffer>): Promise<string> {
    await mkdir(join(this.dataRoot, name), { recursive: true });
    for (const [file, content] of Object.entries(files)) await writeFile(join(this.dataRoot, name, file), content);
    return name;
  }

  /** The job, also while parts of the stack come back. */
  async job(id: string): Promise<Job> {
    let job: Job | undefined;
    await until("the API to answer", async () => {
      const response = await this.call(`/jobs/${id}`).catch(() => null);
      if (response?.ok) job = (await response.json().catch(() => undefined)) as Job | undefined;
      return job !== undefined;
    });
    return job as Job;
  }

  async events(id: string): Promise<Event[]> {
    return ((await (await this.call(`/jobs/${id}/events`)).json()) as { events: Event[] }).events;
  }

  async artifact(id: string, name: string): Promise<string> {
    return (await this.call(`/jobs/${id}/artifacts/${name}`)).text();
  }

  async untilJob(id: string, what: string, holds: (job: Job) => boolean, withinMs?: number): Promise<Job> {
    let job = await this.job(id);
    const isThere = async () => {
      job = await this.job(id);
      assert.ok(holds(job) || !job.ready, `job is ${job.state} before ${what}: ${JSON.stringify(job.error)}`);
      return holds(job);
    };
    await until(what, isThere, withinMs).catch((error: Error) => assert.fail(`${error.message}; it is still ${JSON.stringify(job)}`));
    return job;
  }

  async untilFinal(id: string, withinMs?: number): Promise<Job> {
    await this.untilJob(id, "the job to be final", (job) => job.ready, withinMs);
    return withAttempts(() => this.job(id));
  }

  /** Carries out a statement in the stack's database. */
  async sql<Row extends object>(statement: string, values: readonly unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: readEndpoints(this.home)?.database });
    await client.connect();
    const { rows } = await client.query<Row>(statement, [...values]).finally(() => client.end());
    return rows;
  }

  /** Tools of this stack's jobs that run now. */
  tools(): string[] {
    return processesWith(join(this.home, "work"));
  }

  /** Of one part; also the number of its process group. */
  pidOf(part: RegExp): number {
    return this.livePid(part) ?? assert.fail(`no part ${part}: ${Object.keys(this.#processes()).join(", ")}`);
  }

  /** @returns undefined while the part is being started again */
  livePid(part: RegExp): number | undefined {
    const [, found] = Object.entries(this.#processes()).find(([name]) => part.test(name)) ?? [];
    return found && isSame(found.pid, found.started) ? found.pid : undefined;
  }

  #processes(): Record<string, Process> {
    return (JSON.parse(readFileSync(join(this.home, "state.json"), "utf8")) as { processes: Record<string, Process> }).processes;
  }
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}
