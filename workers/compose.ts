import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "pino";
import { createStageActivities, type StageActivities } from "../activities/activities.js";
import { StageRunner } from "../activities/stage-runner.js";
import type { Config } from "../config/config.js";
import { FolderArtifacts } from "../store/artifacts.js";
import type { Database } from "../store/database.js";
import type { Recorder } from "../store/recorder.js";
import { StageCache } from "../store/stage-cache.js";

export interface ComposeOptions {
  config: Config;
  db: Database;
  recorder: Recorder;
  log: Logger;
}

/** Puts a worker's parts together: store, tools, activities. */
export async function composeActivities({ config, db, recorder }: ComposeOptions): Promise<StageActivities> {
  const artifacts = new FolderArtifacts(join(config.home, "artifacts"));
  const workFolder = join(config.home, "work");
  await mkdir(workFolder, { recursive: true });
  const stages = new StageRunner({ recorder, cache: new StageCache(db), artifacts, workFolder });
  return createStageActivities({ stages });
}
