import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { Combined, Gathered, GatheredAnalysis } from "../contracts/combination.js";
import type { NotedFile, StageOutput, StageRun } from "../contracts/job.js";
import type { CombineParams } from "../contracts/tasks/run-combined-analysis/schema.js";
import { CombinedTable } from "../science/combine.js";
import { fastaText } from "../science/fasta-records.js";
import type { Feature } from "../science/feature.js";
import { sumOf } from "../science/sum.js";
import type { Analyses } from "../store/analyses.js";
import { expectCount } from "./counts.js";
import { readTable } from "./features-table.js";
import { gatherAnalyses } from "./gather-analyses.js";
import { type InputFiles, importReference } from "./import-files.js";
import { readFeatures } from "./outputs/read-features.js";
import type { StageRunner } from "./stage-runner.js";
import { writeTable } from "./store-table.js";

export interface CombineActivityDeps {
  stages: StageRunner;
  files: InputFiles;
  analyses: Analyses;
}

/** Changed with how tables are combined, so that older outputs are not reused. */
const RULES = 1;

export function createCombineActivities({ stages, files, analyses }: CombineActivityDeps) {
  return {
    /** Finds the analyses and copies the reference. */
    async gatherAnalyses(input: { run: StageRun; params: CombineParams; notedFiles: NotedFile[] }): Promise<StageOutput<Gathered>> {
      const { run, params, notedFiles } = input;
      return stages.run(run, { ingredients: null, why: "looks at the analyses each time" }, async (context) => {
        const reference = await importReference(files, params, { owner: run.owner, notedFiles, context });
        return { ...(await gatherAnalyses(context, analyses, run.owner, params)), reference };
      });
    },

    /** One table over all samples; equal sequences are one feature. */
    async combineTables(input: { run: StageRun; analyses: GatheredAnalysis[] }): Promise<StageOutput<Combined>> {
      const { run } = input;
      const parts = input.analyses.flatMap(({ table, features, samples }, index) => [
        [`table_${index + 1}`, table],
        [`features_${index + 1}`, features],
        [`samples_${index + 1}`, samples.map(({ name }) => name).join("\t")],
      ]);
      return stages.run(run, { ingredients: { rules: RULES, ...Object.fromEntries(parts) } }, async (context) => {
        const combined = new CombinedTable(input.analyses.flatMap(({ samples }) => samples.map(({ name }) => name)));
        let reads = 0;
        for (const [index, { table, features, samples }] of input.analyses.entries()) {
          const part = await readTable(context, table);
          combined.add(
            part,
            samples.map(({ name }) => name),
            await readFeatures(await context.pathOf(features)),
          );
          reads += sumOf(part.depths);
          context.progress((index + 1) / input.analyses.length, `${index + 1} of ${input.analyses.length} analyses`);
        }
        expectCount(run.stage, "the combined table", reads, sumOf(combined.table.depths));
        const all = combined.features;
        const sequences = await context.store((path) => pipeline(all.map(toFasta), createWriteStream(path)));
        return {
          table: await writeTable(
            context,
            combined.table,
            all.map(({ id }) => id),
          ),
          features: { sequences: sequences.artifact, features: all.length, count: reads },
        };
      });
    },
  };
}

function toFasta({ id, size, sequence }: Feature): string {
  return fastaText({ name: id, size, sequence });
}
