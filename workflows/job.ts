import { CancellationScope, isCancellation, proxyLocalActivities, setHandler } from "@temporalio/workflow";
import type { RecordActivities } from "../activities/record-activities.js";
import type { JobInput, PlannedStage } from "../contracts/job.js";
import type { JobArtifact } from "../contracts/artifact.js";
import { toApplicationFailure, toJobError } from "./failure.js";
import { progressQuery, StageBoard } from "./stage-board.js";
import { createStage, type Stage } from "./stage.js";

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
  /** What each stage that is done said of itself. */
  board: StageBoard;
}

const records = proxyLocalActivities<RecordActivities>({
  startToCloseTimeout: "10 s",
  retry: { initialInterval: "200 ms", backoffCoefficient: 2, maximumInterval: "2 s" },
});

/** The life of every job: its record, its progress, its end. What the task itself does is the story. */
export async function runJob<R>(input: JobInput, story: (steps: Story) => Promise<Outcome<R>>): Promise<R> {
  const board = new StageBoard();
  setHandler(progressQuery, () => board.progress());
  const plan = async (stages: PlannedStage[]) => {
    board.plan(stages);
    await records.recordPlan({ jobId: input.id, stages });
  };
  const stage = createStage(input, board, (retry) => records.recordRetry({ jobId: input.id, ...retry }));
  try {
    const { result, artifacts } = await story({ plan, stage, board });
    await records.recordEnd({ jobId: input.id, ending: { state: "SUCCESS", result, ...(artifacts ? { artifacts } : {}) } });
    return result;
  } catch (error) {
    const ending = isCancellation(error)
      ? ({ state: "REVOKED" } as const)
      : ({ state: "FAILURE", error: toJobError(error, board.failedStage) } as const);
    await CancellationScope.nonCancellable(() => records.recordEnd({ jobId: input.id, ending }));
    throw isCancellation(error) ? error : toApplicationFailure(error);
  }
}
