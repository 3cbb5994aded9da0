import type { ReadCounts } from "../contracts/analysis.js";
import type { MemberResults, ParentParams } from "../contracts/composition.js";
import type { JobInput, PlannedStage } from "../contracts/job.js";
import type { CombinedResult, CombineParams } from "../contracts/tasks/run-combined-analysis/schema.js";
import { isControl, namingPlan } from "./analysis-plan.js";
import { checkControls } from "./check-controls.js";
import { compareSamples } from "./compare-samples.js";
import { inParallel } from "./in-parallel.js";
import { type Outcome, runJob, type Story } from "./job.js";
import { nameTaxa } from "./name-taxa.js";
import { OUTPUT_STAGES } from "./output-stages.js";
import { runParent } from "./parent.js";
import { writeOutputs } from "./write-outputs.js";

/** One table over the samples of several analyses. Datasets are analysed first, as members; what follows them is this task again. */
export function runCombinedAnalysis(input: JobInput<ParentParams | CombineParams>): Promise<MemberResults | CombinedResult> {
  const { params } = input;
  if ("analyses" in params) return runJob<CombinedResult>(input, (steps) => combine({ ...input, params }, steps));
  return runParent(
    { ...input, params },
    async ({ runAll, follow }) => {
      await runAll();
      await follow("callback");
    },
    { filesOfCallback: true },
  );
}

async function combine(input: JobInput<CombineParams>, steps: Story): Promise<Outcome<CombinedResult>> {
  const { plan, stage, board } = steps;
  await plan(planFor(input.params, false));
  const gathered = await stage("gatherAnalyses", { params: input.params, notedFiles: input.notedFiles });
  const { analyses, parameters, format } = gathered;
  const samples = analyses.flatMap((analysis) => analysis.samples);
  await plan(planFor(input.params, samples.some(isControl)));
  const [reference, combined] = await inParallel([
    () => stage("checkReference", { reference: gathered.reference, parameters }),
    () => stage("combineTables", { analyses }),
  ]);
  const naming = await nameTaxa(steps, { features: combined.features, reference, format, parameters }, input.params.installed);
  const reads: ReadCounts = { map_reads: combined.table.mapped };
  const controlled = await checkControls({ stage }, { samples }, reads, { ...combined, naming, parameters });
  const { table, features, contaminants } = controlled;
  const params = { analysis_type: parameters.clusterer ? "clustering" : "taxonomic", parameters } as const;
  const [compared, summary] = await inParallel([
    () => compareSamples(steps, { table, features, samples, parameters }),
    () =>
      stage("summarise", {
        params,
        samples,
        reads,
        features,
        removed: null,
        flagged: null,
        tags: [],
        contaminants,
        table,
        naming,
      }),
  ]);
  const { versions, warnings } = board;
  const artifacts = await writeOutputs(steps, {
    ...{ task: input.task, inputs: { analyses, samples, reference }, table, warnings, reads: summary.result.reads },
    params: { ...input.params, ...params },
    files: [...summary.artifacts, ...controlled.artifacts, ...compared.artifacts],
  });
  const ids = analyses.map(({ id }) => id);
  return { result: { ...summary.result, analyses: ids, versions, warnings, artifacts, stages: board.summary() }, artifacts };
}

function planFor({ parameters, installed }: CombineParams, hasControls: boolean): PlannedStage[] {
  const names = [
    "gather_analyses",
    "check_reference",
    "combine_tables",
    ...namingPlan(parameters, installed !== undefined),
    ...(hasControls ? ["check_controls"] : []),
    ...(parameters.tree ? ["build_tree"] : []),
    "measure_diversity",
    "summarise",
    ...OUTPUT_STAGES,
  ];
  return names.map((name) => ({ name, subjects: 1 }));
}
