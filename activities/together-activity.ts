import { ApplicationFailure } from "@temporalio/activity";
import type { StageOutput, StageRun } from "../contracts/job.js";

/** One of several stages that share an activity. */
export interface Part {
  /** The activity that it would be by itself. */
  activity: string;
  input: { run: StageRun };
}

/** How a part went; an error as it would have come from an activity of its own. */
export type PartOutput =
  | { output: StageOutput<unknown>; failure?: undefined }
  | { output?: undefined; failure: { type: string; message: string; details: unknown[] } };

type StageActivity = (input: { run: StageRun }) => Promise<StageOutput<unknown>>;

/** Stages that take less time than Temporal takes to hand them out, one after the other in one activity. */
export function createTogetherActivity(stages: object) {
  const activities = stages as Record<string, StageActivity>;
  return {
    /** @throws {CancelledFailure} where the whole is cancelled; a part that fails keeps no other from its turn */
    async together({ parts }: { parts: Part[] }): Promise<PartOutput[]> {
      const outputs: PartOutput[] = [];
      for (const { activity, input } of parts) {
        try {
          outputs.push({ output: await activities[activity]!(input) });
        } catch (error) {
          if (!(error instanceof ApplicationFailure)) throw error;
          outputs.push({ failure: { type: error.type ?? "Internal", message: error.message, details: error.details ?? [] } });
        }
      }
      return outputs;
    },
  };
}

export type TogetherActivity = ReturnType<typeof createTogetherActivity>;
