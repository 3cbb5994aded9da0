import {
  Client,
  Connection,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowExecutionDescription,
  WorkflowNotFoundError,
} from "@temporalio/client";
import type { DataConverter } from "@temporalio/common";
import type { Config } from "../../config/config.js";
import type { JobInput, WorkflowProgress } from "../../contracts/job.js";
import type { Carrier } from "../../store/jobs.js";

/** What the API asks of Temporal; the connection is made at the first call, and again when it was lost. */
export class Temporal {
  readonly #connection: Connection;
  readonly client: Client;
  readonly namespace: string;

  /** @param payloads how they are written, where calls are made that carry any */
  constructor({ address, namespace, tls }: Config["temporal"], payloads: DataConverter = {}) {
    this.#connection = Connection.lazy({
      address: address ?? "127.0.0.1:7233",
      ...(tls ? { tls } : {}),
      // An answer is wanted now or not at all: the reconciler asks again, and a retry that waits for its time outlives the connection.
      interceptors: [],
      // gRPC's own pause before it tries a lost server again grows to two minutes.
      channelArgs: { "grpc.initial_reconnect_backoff_ms": 100, "grpc.max_reconnect_backoff_ms": 1000 },
    });
    this.namespace = namespace;
    this.client = new Client({ connection: this.#connection, namespace, dataConverter: payloads });
  }

  /** Starts a job's workflow; one that was started before, and even one that has ended, counts as started. */
  async start(workflow: string, input: JobInput, deadlineMs: number): Promise<void> {
    const started = this.#within(deadlineMs, () =>
      this.client.workflow.start(workflow, {
        workflowId: input.id,
        taskQueue: input.queue,
        args: [input],
        workflowIdConflictPolicy: "USE_EXISTING",
        workflowIdReusePolicy: "REJECT_DUPLICATE",
        priority: { priorityKey: 2 * input.priority, fairnessKey: input.owner },
      }),
    );
    await started.catch((error: unknown) => {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    });
  }

  /** @returns false where there is no such workflow, or it has ended */
  cancel(id: string, deadlineMs: number): Promise<boolean> {
    return this.#unlessGone(deadlineMs, () => this.client.workflow.getHandle(id).cancel());
  }

  /** @returns false where there is no such workflow, or it has ended */
  signal(id: string, name: string, args: unknown[], deadlineMs: number): Promise<boolean> {
    return this.#unlessGone(deadlineMs, () => this.client.workflow.getHandle(id).signal(name, ...args));
  }

  /** Cancels a job; a member without a workflow, also one that has none yet, by the workflow that begins it. @returns as `cancel` */
  async cancelJob({ id, workflowId, begunBy }: Carrier & { id: string }, deadlineMs: number): Promise<boolean> {
    if (id === workflowId && (await this.cancel(id, deadlineMs))) return true;
    return begunBy !== null && (await this.signal(begunBy, "cancelMember", [id], deadlineMs));
  }

  /** @returns false where there is no such workflow, or it has ended */
  terminate(id: string, reason: string, deadlineMs: number): Promise<boolean> {
    return this.#unlessGone(deadlineMs, () => this.client.workflow.getHandle(id).terminate(reason));
  }

  /** @returns null where Temporal does not know the workflow */
  async describe(id: string, deadlineMs: number): Promise<WorkflowExecutionDescription | null> {
    try {
      return await this.#within(deadlineMs, () => this.client.workflow.getHandle(id).describe());
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    }
  }

  /** The stages of a running job as its workflow knows them. @throws where no worker answers in time */
  progress(id: string, deadlineMs: number): Promise<WorkflowProgress> {
    return this.#within(deadlineMs, () => this.client.workflow.getHandle(id).query<WorkflowProgress>("progress"));
  }

  /** What a finished workflow left. @throws WorkflowFailedError with its cause */
  result(id: string, deadlineMs: number): Promise<unknown> {
    return this.#within(deadlineMs, () => this.client.workflow.result(id));
  }

  /** Ids of workflows that ended after a time, and until another where one is given; seen about a second late. */
  async closedBetween(from: Date, to: Date | null, deadlineMs: number): Promise<string[]> {
    const query = `CloseTime > "${from.toISOString()}"${to ? ` and CloseTime <= "${to.toISOString()}"` : ""}`;
    return this.#within(deadlineMs, async () => {
      const ids: string[] = [];
      for await (const info of this.client.workflow.list({ query, pageSize: 1000 })) ids.push(info.workflowId);
      return ids;
    });
  }

  /** Limits how many stages of a queue start in a second, over all workers, from now on; null: no limit. */
  async setQueueRate(queue: string, perSecond: number | null, deadlineMs: number): Promise<void> {
    await this.#within(deadlineMs, () =>
      this.#connection.workflowService.updateTaskQueueConfig({
        namespace: this.namespace,
        identity: "avalanche",
        taskQueue: queue,
        taskQueueType: ACTIVITIES,
        updateQueueRateLimit: {
          reason: "set with Avalanche",
          ...(perSecond === null ? {} : { rateLimit: { requestsPerSecond: perSecond } }),
        },
      }),
    );
  }

  /** The server's version. @throws where it does not answer */
  async version(deadlineMs: number): Promise<string> {
    const { serverVersion } = await this.#within(deadlineMs, () => this.#connection.workflowService.getSystemInfo({}));
    return serverVersion;
  }

  /** Whether the server knows the namespace in which jobs are started. @throws where it does not answer */
  async hasNamespace(deadlineMs: number): Promise<boolean> {
    try {
      await this.#within(deadlineMs, () => this.#connection.workflowService.describeNamespace({ namespace: this.namespace }));
      return true;
    } catch (error) {
      if ((error as { code?: unknown }).code === NOT_FOUND) return false;
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  async #unlessGone(deadlineMs: number, call: () => Promise<unknown>): Promise<boolean> {
    try {
      await this.#within(deadlineMs, call);
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  #within<T>(deadlineMs: number, call: () => Promise<T>): Promise<T> {
    return this.#connection.withDeadline(Date.now() + deadlineMs, call);
  }
}

/** Of gRPC. */
export const NOT_FOUND = 5;

/** Whether an answer did not come, so that the error says nothing of what was asked. */
export function isAway(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return code === DEADLINE_EXCEEDED || code === UNAVAILABLE || (cause instanceof Error && isAway(cause));
}

const DEADLINE_EXCEEDED = 4;
const UNAVAILABLE = 14;

/** TASK_QUEUE_TYPE_ACTIVITY of Temporal's API. */
const ACTIVITIES = 2;
