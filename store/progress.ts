import type { z } from "zod";
import type * as api from "../contracts/api.js";
import { isFinal, type State } from "../contracts/states.js";

type Progress = z.output<typeof api.progress>;

/** A stage as the SQL function `job_progress` gives it; `fraction` counts parts, of `total`. */
export type StageRow = Progress["stages"][number] & { fraction: number };

export interface ProgressRow {
  stages: StageRow[] | null;
  status: string | null;
  attempt: number | null;
  updatedAt: Date;
  state: State;
}

/** How far a job is. `current` and `total` are those of the stage that runs: samples done, samples in all. */
export function toProgress(row: ProgressRow): Progress | null {
  const stages = row.stages ?? [];
  if (stages.length === 0) return null;
  const { current, total, name } = stageNow(stages, row.state) ?? { current: 0, total: 0, name: null };
  return {
    current,
    total,
    percent: row.state === "SUCCESS" ? 100 : percentOf(stages),
    status: row.status ?? "",
    stage: name,
    stages: stages.map(({ fraction: _, ...stage }) => ({ ...stage, seconds: roundedOrNull(stage.seconds) })),
    attempt: row.attempt ?? 1,
    updated_at: row.updatedAt.toISOString(),
  };
}

/** The stage that runs; of a job that is over, the last that was begun. */
function stageNow(stages: StageRow[], state: State): StageRow | undefined {
  const running = stages.findLast((stage) => stage.state === "running");
  return running ?? (isFinal(state) ? stages.findLast((stage) => stage.state !== "waiting") : undefined);
}

function roundedOrNull(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(Number(seconds) * 1000) / 1000;
}

/** 0 to 99: a job has 100 % when it has succeeded. */
function percentOf(stages: StageRow[]): number {
  const done = stages.reduce((sum, stage) => sum + Math.min(1, stage.fraction / Math.max(1, stage.total)), 0);
  return Math.min(99, Math.floor((100 * done) / stages.length));
}
