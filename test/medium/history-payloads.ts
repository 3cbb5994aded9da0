import type { Temporal } from "../../api/temporal/temporal.js";

export interface HistoryPayload {
  /** As written there. */
  encoding: string;
  sizeBytes: number;
  data: Buffer;
}

/** All values in a workflow's history as Temporal holds them, in their order. */
export async function historyPayloads(temporal: Temporal, id: string): Promise<HistoryPayload[]> {
  const { events } = await temporal.client.workflow.getHandle(id).fetchHistory();
  return [...payloadsIn(events)];
}

/** The ends of workflow tasks that failed: a workflow that is stuck has some. */
export async function failedTasks(temporal: Temporal, id: string): Promise<string[]> {
  const { events } = await temporal.client.workflow.getHandle(id).fetchHistory();
  return (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: failed }) => failed?.failure?.message ?? []);
}

/** What a workflow waited for, in milliseconds, in order. */
export async function timersOf(temporal: Temporal, id: string): Promise<number[]> {
  const { events } = await temporal.client.workflow.getHandle(id).fetchHistory();
  return (events ?? []).flatMap(({ timerStartedEventAttributes: timer }) => {
    const { seconds, nanos } = timer?.startToFireTimeout ?? {};
    return timer ? [1000 * Number(seconds ?? 0) + (nanos ?? 0) / 1e6] : [];
  });
}

function* payloadsIn(node: unknown): Generator<HistoryPayload> {
  if (typeof node !== "object" || node === null || node instanceof Uint8Array) return;
  const { metadata, data } = node as { metadata?: Record<string, Uint8Array>; data?: Uint8Array };
  if (metadata?.encoding instanceof Uint8Array) {
    const words = Object.entries(metadata).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
    yield { encoding: Buffer.from(metadata.encoding).toString(), sizeBytes: words + (data?.length ?? 0), data: Buffer.from(data ?? []) };
    return;
  }
  for (const value of Object.values(node)) yield* payloadsIn(value);
}
