import { cp } from "node:fs/promises";
import { join } from "node:path";
import { type DevStack, EXAMPLES } from "../test/e2e/dev-stack.js";
import { writeSlowReads } from "../test/e2e/slow-reads.js";

const REFERENCE = "silva-138.2-seed-v4.sintax.fasta.gz";

/** Submits four analyses of some seconds each that share no stage; resolves with their ids when all four run. */
export async function startFourAnalyses(stack: DevStack): Promise<string[]> {
  await cp(join(EXAMPLES, REFERENCE), join(stack.dataRoot, REFERENCE));
  const names = await Promise.all(
    [1, 2, 3, 4].map(async (number) => {
      const name = `slow-${number}.fasta`;
      await writeSlowReads(join(stack.dataRoot, name), 40 + number, 250, 300);
      return name;
    }),
  );
  await stack.sql("truncate stage_cache");
  const ids = await Promise.all(names.map((name) => stack.submit("run_analysis", { dataset_path: name, reference: REFERENCE })));
  await Promise.all(ids.map((id) => stack.untilJob(id, "the analysis to run", ({ state }) => state !== "PENDING")));
  return ids;
}

/** Whether none of them is final yet. */
export async function allRun(stack: DevStack, ids: readonly string[]): Promise<boolean> {
  const jobs = await Promise.all(ids.map((id) => stack.job(id)));
  return jobs.every(({ ready }) => !ready);
}
