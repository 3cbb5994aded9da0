import { mkdtemp, readFile, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StageContext } from "../../../activities/stage-context.js";
import type { StageRunner } from "../../../activities/stage-runner.js";
import type { Artifact } from "../../../contracts/artifact.js";
import type { StageRun } from "../../../contracts/job.js";
import { FolderArtifacts } from "../../../store/artifacts.js";

/** A stage's attempt without a server: a folder of its own, real artifacts, and what it warned of. */
export async function anAttempt(stage = "a_stage") {
  const folder = await mkdtemp(join(tmpdir(), "attempt-"));
  const artifacts = new FolderArtifacts(join(folder, "artifacts"));
  const warnings: string[] = [];
  const abort = new AbortController();
  const context = {
    folder,
    signal: abort.signal,
    progress: () => undefined,
    ran: () => undefined,
    warn: (...texts: string[]) => warnings.push(...texts),
    store: (write: (path: string) => Promise<void>) => artifacts.create(write),
    keep: (path: string) => artifacts.create((stored) => rename(path, stored)),
    pathOf: (artifact: Artifact) => artifacts.pathOf(artifact),
  } as unknown as StageContext;
  const run = { stage, subject: "creek" } as StageRun;
  const stages = {
    run: async (_: StageRun, __: unknown, work: (attempt: StageContext) => Promise<unknown>) => ({ value: await work(context) }),
  } as unknown as StageRunner;
  const file = async (text: string): Promise<Artifact> => (await artifacts.create((path) => writeFile(path, text))).artifact;
  const textOf = async (artifact: Artifact): Promise<string> => readFile(await artifacts.pathOf(artifact), "utf8");
  return { abort, artifacts, context, file, folder, run, stages, textOf, warnings };
}
