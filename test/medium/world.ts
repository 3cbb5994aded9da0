import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { Temporal } from "../../../../api/temporal/temporal.js";
import { childEnvironment } from "../../../../config/child-environment.js";
import type { JobInput } from "../../../../contracts/job.js";
import { Database } from "../../../../store/database.js";
import { type JobDetail, Jobs } from "../../../../store/jobs.js";
import { type Servers, startServers } from "../../../servers.js";

const WORKER = fileURLToPath(new URL("../../../../dist/workers/main.js", import.meta.url));

/** Real servers, and what the tests of the reconciler do with them. */
export class World {
  readonly db: Database;
  readonly jobs: Jobs;
  readonly temporal: Temporal;
  readonly log = pino({ level: "silent" });
  readonly #servers: Servers;

  private constructor(servers: Servers) {
    this.#servers = servers;
    this.db = new Database(servers.databaseUrl);
    this.jobs = new Jobs(this.db);
    this.temporal = new Temporal({ address: servers.temporalAddress, namespace: "default", tls: undefined });
  }

  static async start(): Promise<World> {
    return new World(await startServers());
  }

  async stop(): Promise<void> {
    await this.temporal.close();
    await this.db.close();
    await this.#servers.stop();
  }

  /** Commits a job, as the API does before it turns to Temporal. */
  async keep(params: Record<string, unknown> = {}): Promise<JobInput> {
    const input: JobInput = {
      id: `job_${randomBytes(13).toString("hex")}`,
      owner: "operator",
      task: "noop",
      queue: "default",
      params: { seconds: 0, fail_times: 0, payload_bytes: 0, ...params },
      notedFiles: [],
      priority: 3,
      limits: { softSeconds: null, hardSeconds: null },
      stageLimits: { softSeconds: 3300, hardSeconds: 3600 },
      retry: { maxRetries: 0, delaySeconds: 1, capSeconds: 1 },
    };
    await this.jobs.submit({ input, workflow: "noop", params: input.params, tags: [], idempotencyKey: null, requestHash: input.id });
    return input;
  }

  /** Commits a job and hands it to Temporal. */
  async begin(params: Record<string, unknown> = {}): Promise<JobInput> {
    const input = await this.keep(params);
    await this.temporal.start("noop", input, 5000);
    await this.jobs.markHandedOver(input.id);
    return input;
  }

  async job(id: string): Promise<JobDetail> {
    const job = await this.jobs.detail("operator", id);
    if (!job) throw new Error(`no job ${id}`);
    return job;
  }

  /** Waits until the job is as it should be. @throws with the job as it is when the time is over */
  async until(id: string, isSo: (job: JobDetail) => boolean, limitMs = 20_000): Promise<JobDetail> {
    for (const deadline = Date.now() + limitMs; ; ) {
      const job = await this.job(id);
      if (isSo(job)) return job;
      if (Date.now() > deadline) throw new Error(`after ${limitMs} ms the job is still ${JSON.stringify(job)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** A worker process of the default queue; it ends with this process. */
  worker(name: string): ChildProcess {
    const env = {
      ...childEnvironment(),
      DATABASE_URL: this.#servers.databaseUrl,
      TEMPORAL_ADDRESS: this.#servers.temporalAddress,
      AVALANCHE_HOME: this.#servers.home,
    };
    return spawn(process.execPath, [WORKER, "--queues", "default", "--name", name, "--with-parent", "--log-level", "warn"], {
      env,
      stdio: ["pipe", "ignore", "inherit"],
    });
  }
}
