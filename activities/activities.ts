import { createNoopActivities } from "./noop-activities.js";
import type { StageRunner } from "./stage-runner.js";

export interface ActivityDeps {
  stages: StageRunner;
}

/** Every activity that a stage can be; named after what it does, as seen in the Temporal Web UI. */
export function createStageActivities(deps: ActivityDeps) {
  return { ...createNoopActivities(deps) };
}

export type StageActivities = ReturnType<typeof createStageActivities>;
