import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import type { z } from "zod";
import type { jobDetail, jobEvent } from "../../../contracts/api.js";
import type { MemberResults } from "../../../contracts/composition.js";
import { until, withAttempts } from "../../until.js";
import { type Answer, type Needs, type RunningApi, runApi } from "../api/running-api.js";
import { end, startWorker } from "../world.js";

export type Job = z.output<typeof jobDetail>;
export type Event = z.output<typeof jobEvent>;
export type Entry = NonNullable<MemberResults["results"]>[number];

/** The API with its reconciler, and workers, for jobs that consist of jobs. */
export class Family {
  readonly api: RunningApi;
  readonly #workers = new Set<ChildProcess>();

  private constructor(api: RunningApi) {
    this.api = api;
  }

  static async start(needs: Needs = {}): Promise<Family> {
    return new Family(await runApi({ temporal: true, reconciler: true, ...needs }));
  }

  worker(name: string, ...flags: string[]): ChildProcess {
    const worker = startWorker(this.api.servers, name, ...flags);
    this.#workers.add(worker);
    return worker;
  }

  async stop(): Promise<void> {
    for (const worker of this.#workers) await end(worker, "SIGKILL");
    await this.api.stop();
  }

  async submit(task: string, params: unknown, options: unknown = {}): Promise<string> {
    const answer = await this.api.submit({ task, params, options });
    assert.equal(answer.status, 202, answer.text);
    return answer.json.id;
  }

  post(path: string, body: unknown = {}): Promise<Answer> {
    return this.api.send(`/api/v1${path}`, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
  }

  async get(path: string): Promise<Answer["json"]> {
    return (await this.api.send(`/api/v1${path}`)).json;
  }

  job(id: string): Promise<Job> {
    return this.get(`/jobs/${id}`);
  }

  async members(parent: string): Promise<Job[]> {
    return (await this.get(`/jobs?parent=${parent}&page_size=200&sort=submitted_at`)).jobs;
  }

  async events(id: string): Promise<Event[]> {
    return (await this.get(`/jobs/${id}/events`)).events;
  }

  async states(id: string): Promise<string[]> {
    return (await this.events(id)).flatMap(({ state }) => state ?? []);
  }

  async untilJob(id: string, what: string, holds: (job: Job) => boolean): Promise<Job> {
    let job = await this.job(id);
    await until(what, async () => {
      job = await this.job(id);
      return holds(job);
    }).catch((error: Error) => assert.fail(`${error.message}; it is still ${JSON.stringify(job)}`));
    return job;
  }

  async untilFinal(id: string): Promise<Job> {
    await this.untilJob(id, `${id} to be final`, ({ ready }) => ready);
    return withAttempts(() => this.job(id));
  }

  untilState(id: string, state: Job["state"]): Promise<Job> {
    return this.untilJob(id, `${id} to be ${state}`, (job) => job.state === state);
  }

  /** A job, to its end. */
  async run(task: string, params: unknown, options: unknown = {}): Promise<Job> {
    return this.untilFinal(await this.submit(task, params, options));
  }
}

/** A member that waits, then gives a text. */
export function noop(params: Record<string, unknown> = {}, options: Record<string, unknown> = {}) {
  return { task: "noop", params, options: { max_retries: 0, ...options } };
}

/** One that fails however often it is tried. */
export const broken = noop({ fail_times: 99 });

export function resultsOf(job: Job): Entry[] {
  return (job.result as MemberResults).results ?? assert.fail(`no results: ${JSON.stringify(job.result)}`);
}

export function statesOf(job: Job): string[] {
  return resultsOf(job).map(({ state }) => state);
}

export function textsOf(job: Job): unknown[] {
  return resultsOf(job).map(({ result }) => (result as { text?: string } | null)?.text);
}

/** How many of these attempts ran at once, at most. */
export function mostAtOnce(jobs: readonly Pick<Job, "attempts">[]): number {
  const spans = jobs.flatMap(({ attempts }) =>
    attempts.map(({ started_at: from, ended_at: to }) => [Date.parse(from), Date.parse(to ?? "")] as const),
  );
  return Math.max(...spans.map(([at]) => spans.filter(([from, to]) => from <= at && at < to).length));
}
