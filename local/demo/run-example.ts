import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Submission } from "../../cli/api/types.js";
import { reportFailure } from "../../cli/follow/ending.js";
import { followJob } from "../../cli/follow/follow-job.js";
import { createProgressDisplay } from "../../cli/follow/progress-display.js";
import { openArtifact } from "../../cli/follow/save-artifacts.js";
import { createUploadDisplay } from "../../cli/follow/upload-display.js";
import { isAnalysis } from "../../cli/render/analysis.js";
import { openSession, type Session } from "../../cli/session.js";
import { uploadParams } from "../../cli/upload/upload-params.js";
import { compareWithTruth } from "./compare-truth.js";
import { renderDemo } from "./report.js";

/** `examples/`, seen from `dist/local/demo/` or from `local/demo/`. */
const EXAMPLES = fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? "../../examples" : "../../../examples", import.meta.url));

/**
 * Analyses the example on the service that runs on this home, and prints what came out.
 *
 * @param minConfidence undefined: the default of the task
 * @returns whether the job succeeded
 */
export async function runExample(minConfidence: number | undefined): Promise<boolean> {
  const session = openSession({});
  const { api, screen } = session;
  const { id } = await api.submit(await submission(session, minConfidence), randomUUID());
  screen.line(`Job ${id}: two samples and a blank, 16S V4`);
  const display = createProgressDisplay(screen);
  const job = await followJob(api, id, { onChange: display.show }).finally(() => display.end());
  if (!job.successful || !isAnalysis(job.result)) {
    reportFailure(screen, job);
    return false;
  }
  const artifact = async (name: string) => text(await openArtifact(api, id, name));
  const truth = await readFile(join(EXAMPLES, "truth.tsv"), "utf8");
  const comparison = compareWithTruth(truth, await artifact("features.tsv"), await artifact("taxonomy.tsv"));
  screen.line(`\n${renderDemo(job.result, comparison, id)}`);
  return true;
}

async function submission({ api, screen, config }: Session, minConfidence: number | undefined): Promise<Submission> {
  const task = "run_analysis";
  const entry = (await api.tasks()).find((found) => found.task === task);
  if (!entry) throw new Error(`the service at ${api.service.url} knows no ${task}: is it of this version?`);
  const params = {
    dataset_path: join(EXAMPLES, "samples.csv"),
    reference: join(EXAMPLES, "silva-138.2-seed-v4.sintax.fasta.gz"),
    parameters: { marker: "16S-V4", ...(minConfidence === undefined ? {} : { min_confidence: minConfidence }) },
  };
  const uploaded = await uploadParams(api, entry, params, { tasks: [], dataRoot: config.dataRoot, display: createUploadDisplay(screen) });
  return { task, params: uploaded, options: {} } as Submission;
}
