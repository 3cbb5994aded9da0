import { CancellationScope, CancelledFailure, isCancellation, proxyActivities, sleep, workflowInfo } from "@temporalio/workflow";
import type { StageActivities } from "../activities/activities.js";
import type { JobInput, StageOutput, StageRun } from "../contracts/job.js";
import { checkpointOf, isLost, isRetried, isShutdown, memoryOf, spansOf, toJobError } from "./failure.js";
import { moreMemory } from "./more-memory.js";
import { type Hold, StoppedByPause } from "./pauses.js";
import { records } from "./records.js";
import { nextDelayMs } from "./retry-delay.js";
import type { StageBoard } from "./stage-board.js";
import { activityOptions, priorityOf } from "./stage-options.js";
import { LostTogether, type Together } from "./together.js";

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

/** @param together where the first try of a stage shares an activity with others */
export function createStage(job: JobInput, board: StageBoard, hold: Hold, together?: Together): Stage {
  return async <K extends Name>(name: K, input: Input<K>, subject = ""): Promise<Value<K>> => {
    const stage = toSnakeCase(name);
    let failures = 0;
    let checkpoint: unknown;
    let memoryScale = 1;
    for (let tryNumber = 1; ; tryNumber++) {
      if (!hold.isFree) await hold.free();
      board.begin(stage);
      try {
        const run = runOf(job, board, { stage, subject, tryNumber, checkpoint, memoryScale });
        const output = await hold.run(RESUMABLE.has(name), () =>
          together && tryNumber === 1
            ? together.call(job, !board.hasBegun, name, { ...input, run })
            : schedule(job, !board.hasBegun, name, { ...input, run }),
        );
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
        await records.recordRetry({ jobId: job.id, stage, error: next.error, nextRetryAt, failed: { subject, tryNumber } });
        await hold.wait(() => sleep(delayMs));
      }
    }
  };
}

/** What a stage said that is to go on, as nothing is wrong with it. */
function interruptionOf(error: unknown): unknown {
  if (error instanceof StoppedByPause || error instanceof LostTogether) return error.cause;
  return isShutdown(error) ? error : undefined;
}

function throwIfCancelled(error: unknown, stage: string): void {
  if (isCancellation(error)) throw error;
  // Its worker was lost before it could say so.
  if (isLost(error) && CancellationScope.current().consideredCancelled) throw new CancelledFailure(`${stage} was cancelled`);
}

type Attempt = Pick<StageRun, "stage" | "subject" | "tryNumber" | "checkpoint" | "memoryScale">;

function runOf(job: JobInput, board: StageBoard, attempt: Attempt): StageRun {
  return { jobId: job.id, task: job.task, owner: job.owner, ...attempt, ...limitsOf(job, board.runningMs) };
}

function schedule(job: JobInput, isFirst: boolean, name: Name, input: { run: StageRun }): Promise<StageOutput<unknown>> {
  const isMember = workflowInfo().workflowId !== job.id;
  const { subject, hardMs } = input.run;
  const activities = proxyActivities<StageActivities>({
    ...activityOptions(hardMs),
    priority: priorityOf(job, isFirst),
    ...(isMember ? { activityId: job.id, taskQueue: job.queue } : {}),
    ...(subject ? { summary: subject } : {}),
  });
  const activity = activities[name] as unknown as (input: unknown) => Promise<StageOutput<unknown>>;
  return activity(input);
}

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

function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
