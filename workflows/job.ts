import { ApplicationFailure, CancellationScope, CancelledFailure, isCancellation, patched, setHandler } from "@temporalio/workflow";
import type { RecordActivities } from "../activities/record-activities.js";
import type { JobArtifact } from "../contracts/artifact.js";
import type { JobInput, PlannedStage } from "../contracts/job.js";
import { toApplicationFailure, toJobError } from "./failure.js";
import { Hold, Pauses } from "./pauses.js";
import { records } from "./records.js";
import { progressQuery, StageBoard } from "./stage-board.js";
import { createStage, type Stage } from "./stage.js";
import { Together } from "./together.js";

export interface Outcome<R> {
  result: R;
  /** Files of the result, under their names. */
  artifacts?: JobArtifact[];
}

export interface Story {
  /** Says which steps are to come; called again when more is known. */
  plan(stages: PlannedStage[]): Promise<void>;
  /** Carries out one step, as often as the job's rule of retries allows. */
  stage: Stage;
  /** The same, where so many that begin in the same moment share an activity; cancelled with the scope in which it is asked for. */
  sharing(most: number): Stage;
  /** What each stage that is done said of itself. */
  board: StageBoard;
}

/** The life of every job: its record, its progress, its pauses, its end. What the task itself does is the story. */
export async function runJob<R>(input: JobInput, story: (steps: Story) => Promise<Outcome<R>>): Promise<R> {
  const board = new StageBoard();
  setHandler(progressQuery, () => board.progress());
  const hold = new Hold(new Pauses());
  const plan = async (stages: PlannedStage[]) => {
    board.plan(stages);
    await records.recordPlan({ jobId: input.id, stages });
  };
  const stage = createStage(input, board, hold);
  // Jobs of releases before that are on their way have an activity for each stage of a sample.
  const sharing = (most: number) => (patched("samples-share-activities") ? createStage(input, board, hold, new Together(most)) : stage);
  return endJob(
    input,
    () => board.failedStage,
    () => hold.during(input.id, records, () => story({ plan, stage, sharing, board })),
  );
}

/**
 * Carries out a job's work and writes how it ended. What is written already holds, for the workflow too.
 *
 * @param keep gives what a job leaves that did not succeed
 */
export async function endJob<R>(
  { id: jobId }: JobInput,
  failedStage: () => string | undefined,
  work: () => Promise<Outcome<R>>,
  keep: () => Promise<Partial<Outcome<R>>> = () => Promise.resolve({}),
): Promise<R> {
  try {
    const { result, artifacts } = await work();
    // A cancel that comes now comes too late: the record and the workflow must not end in two ways.
    const held = await CancellationScope.nonCancellable(() =>
      records.recordEnd({ jobId, ending: { state: "SUCCESS", result, ...(artifacts ? { artifacts } : {}) } }),
    );
    return held ? asHeld(held) : result;
  } catch (error) {
    const held = await CancellationScope.nonCancellable(async () => {
      const left = await keep();
      const state = isCancellation(error)
        ? ({ state: "REVOKED" } as const)
        : ({ state: "FAILURE", error: toJobError(error, failedStage()) } as const);
      return records.recordEnd({ jobId, ending: { ...state, ...left } });
    });
    if (held) return asHeld(held);
    throw isCancellation(error) ? error : toApplicationFailure(error);
  }
}

type Held = NonNullable<Awaited<ReturnType<RecordActivities["recordEnd"]>>>;

/** @throws where the job did not succeed */
function asHeld<R>({ state, result, error }: Held): R {
  if (state === "SUCCESS") return result as R;
  if (state === "REVOKED") throw new CancelledFailure("the job was cancelled");
  throw ApplicationFailure.nonRetryable(error?.message, error?.type);
}
