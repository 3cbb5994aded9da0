import { createHash } from "node:crypto";
import { isGrpcServiceError, type WorkflowHandle } from "@temporalio/client";
import { setTimeout as sleep } from "node:timers/promises";
import pLimit from "p-limit";
import { NOT_FOUND, Temporal } from "../../api/temporal/temporal.js";
import type { State } from "../../contracts/states.js";
import { readEndpoints } from "../../local/endpoints.js";
import type { DevStack } from "../e2e/dev-stack.js";

type Events = NonNullable<Awaited<ReturnType<WorkflowHandle["fetchHistory"]>>["events"]>;

/** All that is kept of a job when everything is over. */
export interface FinalJob {
  id: string;
  key: string | null;
  state: State;
  /** The job that it is a member of. */
  parent: string | null;
  /** Whose Temporal history tells of it: its own, or one that it shares with other members. */
  workflow: string;
  result: unknown;
  errorType: string | null;
  events: { type: string; state: State | null }[];
  attempts: { stage: string; subject: string; state: string; startedMs: number; endedMs: number | null }[];
  artifacts: { name: string; sha256: string; sizeBytes: number }[];
  /** The SHA-256 of each artifact as it is delivered now. */
  delivered: Record<string, string>;
  startedMs: number | null;
  finishedMs: number | null;
  execution: Execution | null;
}

/** What Temporal's history says, which is append-only; null where it never heard of the job, or tells of several in one. */
export interface Execution {
  /** Of the last event: `Completed`, `Failed`, `Canceled`, `Terminated`, ... */
  ending: string;
  /** Part (`partOf`) -> how often it was told to be done. */
  completed: Record<string, number>;
  /** So many workers at most were given one stage. */
  mostAttempts: number;
}

/** What a workflow ends with. */
export const CLOSING: ReadonlySet<string> = new Set(["Completed", "Failed", "Canceled", "Terminated", "TimedOut"]);

/** What is done once: a stage, or its work on one of several subjects. */
export function partOf(stage: string, subject: string): string {
  return subject === "" ? stage : `${stage} of ${subject}`;
}

type Row = Omit<FinalJob, "delivered" | "execution">;

/** Of every job, whoever submitted it. */
export async function collectRecords(stack: DevStack): Promise<FinalJob[]> {
  const rows = await stack.sql<Row>(ALL);
  const temporal = new Temporal({ address: readEndpoints(stack.home)?.temporal, namespace: "default", tls: undefined });
  const limit = pLimit(4);
  try {
    const collected = rows.map((row) =>
      limit(async () => ({
        ...row,
        delivered: await again(() => deliver(stack, row)),
        execution: await again(() => executionOf(temporal, row)),
      })),
    );
    await Promise.allSettled(collected);
    return await Promise.all(collected);
  } finally {
    await temporal.close();
  }
}

/** Once more where a server that has just come back does not answer yet. */
async function again<T>(ask: () => Promise<T>): Promise<T> {
  return ask().catch(() => sleep(2000).then(ask));
}

const ALL = `select id, idempotency_key as key, state, parent, workflow_id as workflow, result, error->>'type' as "errorType",
    (extract(epoch from started_at) * 1000)::float8 as "startedMs", (extract(epoch from finished_at) * 1000)::float8 as "finishedMs",
    (select coalesce(json_agg(json_build_object('type', type, 'state', state) order by seq), '[]') from job_events where job_id = id) as events,
    (select coalesce(json_agg(json_build_object('name', name, 'sha256', sha256, 'sizeBytes', size_bytes)), '[]') from job_artifacts where job_id = id) as artifacts,
    (select coalesce(json_agg(json_build_object('stage', stage, 'subject', subject, 'state', a.state,
        'startedMs', extract(epoch from a.started_at) * 1000, 'endedMs', extract(epoch from ended_at) * 1000) order by try_number, attempt), '[]')
      from attempts a where job_id = jobs.id) as attempts
  from jobs order by submitted_at`;

async function deliver(stack: DevStack, { id, artifacts }: Row): Promise<Record<string, string>> {
  const delivered: Record<string, string> = {};
  for (const { name } of artifacts) {
    const response = await stack.call(`/jobs/${id}/artifacts/${name}`);
    const bytes = Buffer.from(await response.arrayBuffer());
    delivered[name] = response.ok ? createHash("sha256").update(bytes).digest("hex") : `HTTP ${response.status}`;
  }
  return delivered;
}

async function executionOf(temporal: Temporal, { id, workflow }: Row): Promise<Execution | null> {
  if (workflow !== id) return null;
  try {
    // A moment after its job; after the loss of a worker Temporal hands the last task out again 10 s later.
    for (let look = 0; ; look++) {
      const { events } = await temporal.client.workflow.getHandle(id).fetchHistory();
      const execution = executionFrom(events ?? []);
      if (CLOSING.has(execution.ending) || look === 30) return execution;
      await sleep(1000);
    }
  } catch (error) {
    if (isGrpcServiceError(error) && Number(error.code) === NOT_FOUND) return null;
    throw error;
  }
}

function executionFrom(events: Events): Execution {
  const stages = new Map(
    events.flatMap(({ eventId, userMetadata, activityTaskScheduledEventAttributes: scheduled }) => {
      if (!scheduled) return [];
      const sample = userMetadata?.summary?.data;
      const member = scheduled.activityId?.startsWith("job_") ? scheduled.activityId : "";
      const subject = sample ? (JSON.parse(Buffer.from(sample).toString()) as string) : member;
      return [[String(eventId), partOf(toSnakeCase(scheduled.activityType?.name ?? ""), subject)] as const];
    }),
  );
  const completed: Record<string, number> = {};
  for (const { activityTaskCompletedEventAttributes: done } of events) {
    const stage = done && stages.get(String(done.scheduledEventId));
    if (stage) completed[stage] = (completed[stage] ?? 0) + 1;
  }
  const mostAttempts = Math.max(0, ...events.map(({ activityTaskStartedEventAttributes: started }) => started?.attempt ?? 0));
  const last = events.at(-1)?.attributes ?? "";
  return { ending: /^workflowExecution(\w+)EventAttributes$/.exec(last)?.[1] ?? last, completed, mostAttempts };
}

function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
