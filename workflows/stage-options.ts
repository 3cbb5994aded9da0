import type { Priority } from "@temporalio/common";
import { ActivityCancellationType, type ActivityOptions } from "@temporalio/workflow";
import type { JobInput } from "../contracts/job.js";

/** How long tools may wait for their share of the machine, which is no running time. A worker that died is noticed by its beats. */
const LONGEST_WAIT_MS = 7 * 24 * 3600 * 1000;

/** How every stage is handed out. @param hardMs its hard limit */
export function activityOptions(hardMs: number): ActivityOptions {
  return {
    // The worker ends the tool; a timeout of the server would start another attempt while the tool lives, or waits for its turn.
    startToCloseTimeout: hardMs + LONGEST_WAIT_MS,
    heartbeatTimeout: "8 s",
    // Temporal alone knows priorities, turns and rates; and the SDK asks custom slots for an eager stage in a way that has hung workers.
    allowEagerDispatch: false,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    // For lost workers only: errors of the stage itself come back at once. Which of the stages that were lost together is the
    // cause the workers find out (activities/losses.ts); this is a last resort.
    retry: { initialInterval: "1 s", backoffCoefficient: 1, maximumAttempts: 20 },
  };
}

/** Jobs that have begun go before new ones of the same priority, so that they finish one after another. */
export function priorityOf(job: JobInput, isFirstStage: boolean): Priority {
  return { priorityKey: isFirstStage ? 2 * job.priority : 2 * job.priority - 1, fairnessKey: job.owner };
}
