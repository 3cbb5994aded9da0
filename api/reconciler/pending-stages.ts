import type { WorkflowExecutionDescription } from "@temporalio/client";

/** An activity of a workflow as Temporal has it at this moment. */
export interface PendingStage {
  /** `trim_primers` */
  stage: string;
  /** Of a member that its parent carries out: the member's id. */
  activityId: string;
  attempt: number;
  /** A worker has it; otherwise it waits for one. */
  isRunning: boolean;
  /** It was begun before, and its worker did not end it. */
  lostWorker: boolean;
  nextAt: Date;
}

type Timestamp = { seconds?: { toString(): string } | number | null; nanos?: number | null };

/** PENDING_ACTIVITY_STATE_SCHEDULED of Temporal's API; all others are with a worker. */
const SCHEDULED = 1;

export function pendingStages(description: WorkflowExecutionDescription): PendingStage[] {
  return (description.raw.pendingActivities ?? []).map((activity) => {
    const attempt = activity.attempt ?? 1;
    return {
      stage: toSnakeCase(activity.activityType?.name ?? ""),
      activityId: activity.activityId ?? "",
      attempt,
      isRunning: activity.state !== SCHEDULED,
      lostWorker: attempt > 1 || Boolean(activity.lastFailure?.timeoutFailureInfo),
      nextAt: toDate(activity.nextAttemptScheduleTime ?? activity.scheduledTime) ?? new Date(),
    };
  });
}

function toDate(at: Timestamp | null | undefined): Date | undefined {
  return at ? new Date(Number(at.seconds ?? 0) * 1000 + (at.nanos ?? 0) / 1e6) : undefined;
}

function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
