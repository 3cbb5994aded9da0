import type { Priority } from "@temporalio/common";
import {
  ActivityCancellationType,
  CancellationScope,
  CancelledFailure,
  isCancellation,
  proxyActivities,
  sleep,
  workflowInfo,
} from "@temporalio/workflow";
import type { StageActivities } from "../activities/activities.js";
import type { JobInput, StageOutput, StageRun } from "../contracts/job.js";
import { checkpointOf, isLost, isRetried, isShutdown, memoryOf, spansOf, toJobError } from "./failure.js";
import { moreMemory } from "./more-memory.js";
import { type Hold, StoppedByPause } from "./pauses.js";
import { records } from "./records.js";
import { nextDelayMs } from "./retry-delay.js";
import type { StageBoard } from "./stage-board.js";

type Name = keyof StageActivities;
type Input<K extends Name> = Omit<Parameters<StageActivities[K]>[0], "run">;
type Value<K extends Name> = Awaited<ReturnType<StageActivities[K]>>["value"];

/**
 * Runs the activity of a stage: `mergePairs` is the stage `merge_pairs`.
 *
 * @param subject the sample, where the stage works on one of several
 */
export type Stage = <K extends Name>(name: K, input: Input<K>, subject?: string) => Promise<Value<K>>;

/** Stages that keep a checkpoint, from which they go on after a pause. */
const RESUMABLE: ReadonlySet<string> = new Set<Name>(["wait"]);

export function createStage(job: JobInput, board: StageBoard, hold: Hold): Stage {
  return async <K extends Name>(name: K, input: Input<K>, subject = ""): Promise<Value<K>> => {
    const stage = toSnakeCase(name);
    let failures = 0;
    let checkpoint: unknown;
    let memoryScale = 1;
    for (let tryNumber = 1; ; tryNumber++) {
      if (!hold.isFree) await hold.free();
      board.begin(stage);
      try {
        const part = { stage, subject, tryNumber, checkpoint, memoryScale };
        const output = await hold.run(RESUMABLE.has(name), () => schedule(job, board, name, input, part));
        board.end(stage, output.report);
        return output.value as Value<K>;
      } catch (error) {
        const interrupted = interruptionOf(error);
        board.leave(stage, spansOf(interrupted ?? error), !interrupted);
        if (interrupted) {
          checkpoint = checkpointOf(interrupted) ?? checkpoint;
          continue;
        }
        throwIfCancelled(error, stage);
        failures++;
        if (!isRetried(error) || failures > job.retry.maxRetries) {
          board.failedStage ??= stage;
          throw error;
        }
        const delayMs = nextDelayMs(job.retry, failures, Math.random());
        const next = moreMemory(toJobError(error, stage), memoryOf(error), memoryScale);
        memoryScale = next.scale;
        const nextRetryAt = new Date(Date.now() + delayMs).toISOString();
        await records.recordRetry({ jobId: job.id, stage, error: next.error, nextRetryAt });
        await hold.wait(() => sleep(delayMs));
      }
    }
  };
}

/** What a stage said that is to go on, as nothing is wrong with it. */
function interruptionOf(error: unknown): unknown {
  if (error instanceof StoppedByPause) return error.cause;
  return isShutdown(error) ? error : undefined;
}

function throwIfCancelled(error: unknown, stage: string): void {
  if (isCancellation(error)) throw error;
  // Its worker was lost before it could say so.
  if (isLost(error) && CancellationScope.current().consideredCancelled) throw new CancelledFailure(`${stage} was cancelled`);
}

function schedule<K extends Name>(
  job: JobInput,
  board: StageBoard,
  name: K,
  input: Input<K>,
  part: Pick<StageRun, "stage" | "subject" | "tryNumber" | "checkpoint" | "memoryScale">,
): Promise<StageOutput<unknown>> {
  const { softMs, hardMs, limits } = limitsOf(job, board.runningMs);
  const isMember = workflowInfo().workflowId !== job.id;
  const activities = proxyActivities<StageActivities>({
    // The worker ends the tool; a timeout of the server would start another attempt while the tool lives, or waits for its turn.
    startToCloseTimeout: hardMs + LONGEST_WAIT_MS,
    heartbeatTimeout: "8 s",
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    // For lost workers only: errors of the stage itself come back at once.
    retry: { initialInterval: "1 s", backoffCoefficient: 1, maximumAttempts: 5 },
    priority: priorityOf(job, !board.hasBegun),
    ...(isMember ? { activityId: job.id } : {}),
    ...(part.subject ? { summary: part.subject } : {}),
  });
  const run: StageRun = { jobId: job.id, owner: job.owner, ...part, softMs, hardMs, limits };
  const activity = activities[name] as unknown as (input: unknown) => Promise<StageOutput<unknown>>;
  return activity({ ...input, run });
}

/** How long tools may wait for their share of the machine, which is no running time. A worker that died is noticed by its beats. */
const LONGEST_WAIT_MS = 7 * 24 * 3600 * 1000;

/** What is left of the job's running time; where the job has no limit, that of a stage. */
function limitsOf(job: JobInput, usedMs: number): Pick<StageRun, "softMs" | "hardMs" | "limits"> {
  const left = (ofJob: number | null, ofStage: number) => (ofJob === null ? ofStage * 1000 : Math.max(1, ofJob * 1000 - usedMs));
  const { limits, stageLimits } = job;
  return {
    softMs: left(limits.softSeconds, stageLimits.softSeconds),
    hardMs: left(limits.hardSeconds, stageLimits.hardSeconds),
    limits: {
      softSeconds: limits.softSeconds ?? stageLimits.softSeconds,
      hardSeconds: limits.hardSeconds ?? stageLimits.hardSeconds,
    },
  };
}

/** Jobs that have begun go before new ones of the same priority, so that they finish one after another. */
export function priorityOf(job: JobInput, isFirstStage: boolean): Priority {
  return { priorityKey: isFirstStage ? 2 * job.priority : 2 * job.priority - 1, fairnessKey: job.owner };
}

function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
