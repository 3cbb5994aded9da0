import { randomUUID } from "node:crypto";
import createClient, { type Client } from "openapi-fetch";
import type { paths } from "../generated/api.js";
import type { Service } from "../service.js";
import { createPatientFetch, type Patience, unreachable } from "./patient-fetch.js";
import { ApiProblem, problemOf, Unreachable } from "./problem.js";
import type {
  ArtifactEntry,
  Audit,
  AuditQuery,
  Dataset,
  Health,
  Installation,
  Job,
  JobDetail,
  JobEvent,
  JobList,
  JobQuery,
  LogChunk,
  Purge,
  Purged,
  QueueEntry,
  Reference,
  Submission,
  TaskEntry,
} from "./types.js";

/**
 * The calls of the HTTP API that the command line makes. Lost connections are tried again.
 * Each throws {@link ApiProblem} where the API refuses, and {@link Unreachable} where nothing answers.
 */
export class Api {
  readonly service: Service;
  readonly #client: Client<paths>;
  readonly #fetch: (request: Request) => Promise<Response>;

  constructor(service: Service, patience?: Patience) {
    this.service = service;
    this.#fetch = createPatientFetch(service, patience);
    this.#client = createClient<paths>({ baseUrl: service.url, headers: this.#headers(), fetch: this.#fetch });
  }

  /** @param key the same one for each try of the same submission: it gives one job */
  submit(body: Submission, key: string): Promise<{ id: string; warnings?: string[] }> {
    return this.#take(this.#client.POST("/api/v1/jobs", { body, params: { header: { "Idempotency-Key": key } } }));
  }

  job(id: string): Promise<JobDetail> {
    return this.#take(this.#client.GET("/api/v1/jobs/{id}", { params: { path: { id } } }));
  }

  /** The job when it is final, or as it is after so many seconds. */
  wait(id: string, timeout: number): Promise<Job> {
    return this.#take(this.#client.GET("/api/v1/jobs/{id}/wait", { params: { path: { id }, query: { timeout } } }));
  }

  jobs(query: JobQuery): Promise<JobList> {
    return this.#take(this.#client.GET("/api/v1/jobs", { params: { query } }));
  }

  cancel(id: string): Promise<Job> {
    return this.#take(this.#client.POST("/api/v1/jobs/{id}/cancel", { params: { path: { id } } }));
  }

  pause(id: string): Promise<Job> {
    return this.#take(this.#client.POST("/api/v1/jobs/{id}/pause", { params: { path: { id } } }));
  }

  resume(id: string): Promise<Job> {
    return this.#take(this.#client.POST("/api/v1/jobs/{id}/resume", { params: { path: { id } } }));
  }

  retry(id: string, onlyFailed: boolean): Promise<{ id: string }> {
    const params = { path: { id }, header: { "Idempotency-Key": randomUUID() } };
    return this.#take(this.#client.POST("/api/v1/jobs/{id}/retry", { params, body: { only_failed: onlyFailed } }));
  }

  audit(query: AuditQuery): Promise<Audit> {
    return this.#take(this.#client.GET("/api/v1/audit", { params: { query } }));
  }

  /** Safe to repeat: what was cancelled before is not found again. */
  purge(body: Purge): Promise<Purged> {
    return this.#take(this.#client.POST("/api/v1/jobs/purge", { body }));
  }

  async queues(): Promise<QueueEntry[]> {
    return (await this.#take(this.#client.GET("/api/v1/queues"))).queues;
  }

  setQueueRate(name: string, perSecond: number | null): Promise<QueueEntry> {
    return this.#take(this.#client.PUT("/api/v1/queues/{name}/rate", { params: { path: { name } }, body: { per_second: perSecond } }));
  }

  async references(): Promise<Reference[]> {
    return (await this.#take(this.#client.GET("/api/v1/references"))).references;
  }

  reference(id: string): Promise<Reference> {
    return this.#take(this.#client.GET("/api/v1/references/{id}", { params: { path: { id } } }));
  }

  /** @param key the same one for each try of the same installation: it gives one job */
  installReference(body: Installation, key: string): Promise<{ id: string }> {
    return this.#take(this.#client.POST("/api/v1/references", { body, params: { header: { "Idempotency-Key": key } } }));
  }

  activateReference(id: string): Promise<Reference> {
    return this.#take(this.#client.POST("/api/v1/references/{id}/activate", { params: { path: { id } } }));
  }

  removeReference(id: string): Promise<Reference> {
    return this.#take(this.#client.DELETE("/api/v1/references/{id}", { params: { path: { id } } }));
  }

  events(id: string): Promise<JobEvent[]> {
    return allOf(
      async (query) => (await this.#take(this.#client.GET("/api/v1/jobs/{id}/events", { params: { path: { id }, query } }))).events,
    );
  }

  logs(id: string): Promise<LogChunk[]> {
    return allOf(async (query) => (await this.#take(this.#client.GET("/api/v1/jobs/{id}/logs", { params: { path: { id }, query } }))).logs);
  }

  async artifacts(id: string): Promise<ArtifactEntry[]> {
    return (await this.#take(this.#client.GET("/api/v1/jobs/{id}/artifacts", { params: { path: { id } } }))).artifacts;
  }

  async tasks(): Promise<TaskEntry[]> {
    return (await this.#take(this.#client.GET("/api/v1/tasks"))).tasks;
  }

  health(): Promise<Health> {
    return this.#take(this.#client.GET("/api/v1/health"));
  }

  /**
   * A call whose body is streamed: `path` is below `/api/v1`, without a slash at its start.
   *
   * @param signal ends the stream
   */
  async open(path: string, headers: Record<string, string> = {}, signal?: AbortSignal): Promise<Response> {
    const init = { headers: { ...this.#headers(), ...headers }, ...(signal ? { signal } : {}) };
    return this.#accepted(await this.#fetch(new Request(`${this.service.url}/api/v1/${path}`, init)));
  }

  /** Sends files; not tried again, as its body is read once. */
  async upload(contentType: string, body: ReadableStream<Uint8Array>): Promise<Dataset> {
    const headers = { ...this.#headers(), "content-type": contentType };
    const sent = fetch(`${this.service.url}/api/v1/datasets`, { method: "POST", headers, body, duplex: "half" });
    const response = await sent.catch((error: Error) => {
      throw unreachable(this.service, error);
    });
    return (await (await this.#accepted(response)).json()) as Dataset;
  }

  async #take<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
    const { data, error, response } = await call.catch((reason: Error) => {
      if (!(reason instanceof SyntaxError)) throw reason;
      throw new Unreachable(`what answers at ${this.service.url} is not Avalanche; look at AVALANCHE_API_URL`);
    });
    if (data === undefined) throw new ApiProblem(problemOf(error, response));
    return data;
  }

  async #accepted(response: Response): Promise<Response> {
    if (response.ok) return response;
    throw new ApiProblem(problemOf(await response.json().catch(() => null), response));
  }

  #headers(): Record<string, string> {
    return this.service.token === undefined ? {} : { authorization: `Bearer ${this.service.token}` };
  }
}

const PAGE = 1000;

/** All entries of a history, page by page. */
async function allOf<T extends { seq: number }>(read: (query: { after: number; limit: number }) => Promise<T[]>): Promise<T[]> {
  const entries: T[] = [];
  for (;;) {
    const page = await read({ after: entries.at(-1)?.seq ?? 0, limit: PAGE });
    entries.push(...page);
    if (page.length < PAGE) return entries;
  }
}
