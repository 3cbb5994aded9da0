import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { pino } from "pino";
import { Temporal } from "../../api/temporal/temporal.js";
import { childEnvironment } from "../../config/child-environment.js";
import type { JobInput } from "../../contracts/job.js";
import { Database } from "../../store/database.js";
import { eventsOf, type JobEvent } from "../../store/history.js";
import { type JobDetail, Jobs } from "../../store/jobs.js";
import { markHandedOver } from "../../store/starts.js";
import { payloadConverter } from "../../store/payloads.js";
import { type Servers, startServers } from "../servers.js";
import { until, withAttempts } from "../until.js";
import { newJob } from "./new-job.js";

const WORKER = resolve("dist/workers/main.js");

/** Real servers and worker processes, without the API: what happens here is the doing of those that a test starts. */
export class World {
  readonly db: Database;
  readonly jobs: Jobs;
  readonly temporal: Temporal;
  readonly log = pino({ level: "silent" });
  readonly servers: Servers;
  readonly #workers = new Set<ChildProcess>();

  private constructor(servers: Servers) {
    this.servers = servers;
    this.db = new Database(servers.databaseUrl);
    this.jobs = new Jobs(this.db);
    const address = servers.temporalAddress;
    this.temporal = new Temporal({ address, namespace: "default", tls: undefined }, payloadConverter(join(servers.home, "artifacts")));
  }

  static async start(): Promise<World> {
    return new World(await startServers());
  }

  async stop(): Promise<void> {
    for (const worker of this.#workers) await end(worker, "SIGKILL");
    await this.temporal.close();
    await this.db.close();
    await this.servers.stop();
  }

  /** Commits a noop, as the API does before it turns to Temporal. */
  async keep(params: Record<string, unknown> = {}, rules: Partial<JobInput> = {}, dueAt: Date | null = null): Promise<JobInput> {
    const all = { seconds: 0, fail_times: 0, payload_bytes: 0, ...params };
    const row = newJob({ dueAt, params: all, input: { stageLimits: { softSeconds: 600, hardSeconds: 900 }, ...rules, params: all } });
    await this.jobs.submit(row);
    return row.input;
  }

  /** Commits a noop and hands it to Temporal. */
  async begin(params: Record<string, unknown> = {}, rules: Partial<JobInput> = {}): Promise<JobInput> {
    const input = await this.keep(params, rules);
    await this.temporal.start("noop", input, 60_000);
    await markHandedOver(this.db, input.id);
    return input;
  }

  async job(id: string): Promise<JobDetail> {
    return (await this.jobs.detail("operator", id)) ?? assert.fail(`no job ${id}`);
  }

  /** The events that changed the job's state. */
  async states(id: string): Promise<JobEvent[]> {
    return (await eventsOf(this.db, id)).filter(({ state }) => state !== null);
  }

  /** Waits until the job is as it should be. @throws with the job as it is when the time is over */
  async until(id: string, isSo: (job: JobDetail) => boolean): Promise<JobDetail> {
    let job = await this.job(id);
    const isThere = async () => {
      job = await this.job(id);
      return isSo(job);
    };
    await until("the job", isThere).catch((error: Error) => assert.fail(`${error.message}; it is still ${JSON.stringify(job)}`));
    return job;
  }

  async untilFinal(id: string): Promise<JobDetail> {
    await this.until(id, ({ ready }) => ready);
    return withAttempts(() => this.job(id));
  }

  /** A worker of the default queue, which ends with this process: its supervisor. */
  worker(name: string, ...flags: string[]): ChildProcess {
    const worker = startWorker(this.servers, name, ...flags);
    this.#workers.add(worker);
    return worker;
  }

  /** The process that takes stages for a worker at this moment, once there is one. */
  async processOf(worker: ChildProcess, isIt: (pid: number) => boolean = () => true): Promise<number> {
    let found: number | undefined;
    await until("a process that takes stages", async () => {
      const sql = `select pid from workers where supervisor_pid = $1 and not draining and seen_at > now() - interval '5 seconds' order by started_at desc`;
      found = (await this.db.query<{ pid: number }>(sql, [worker.pid])).map(({ pid }) => pid).find((pid) => isIt(pid) && isAlive(pid));
      return found !== undefined;
    });
    return found as number;
  }
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A worker process of the default queue, which ends with this process. Its log goes to its `stdout`. */
export function startWorker({ databaseUrl, temporalAddress, home }: Servers, name: string, ...flags: string[]): ChildProcess {
  const env = childEnvironment({
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    AVALANCHE_HOME: home,
    AVALANCHE_DATA_ROOT: join(home, "root"),
  });
  const args = [WORKER, "--queues", "default", "--name", name, "--with-parent", "--log-level", "error", ...flags];
  const worker = spawn(process.execPath, args, { env, stdio: ["pipe", "pipe", "inherit"] });
  worker.stdout!.resume();
  return worker;
}

/** @returns the exit status */
export async function end(worker: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (worker.exitCode === null && worker.signalCode === null) {
    worker.kill(signal);
    await once(worker, "exit");
  }
  return worker.exitCode;
}
