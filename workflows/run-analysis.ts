import { ApplicationFailure } from "@temporalio/workflow";
import type { ChimeraFree, ReadCounts } from "../contracts/analysis.js";
import type { JobInput } from "../contracts/job.js";
import type { AnalysisResult } from "../contracts/tasks/run-analysis/result.js";
import type { RunAnalysisParams } from "../contracts/tasks/run-analysis/schema.js";
import { planFor } from "./analysis-plan.js";
import { inParallel } from "./in-parallel.js";
import { runJob } from "./job.js";
import { endOfAll, prepareSample } from "./prepare-sample.js";

/** Temporal lets 2,000 activities of a workflow wait; and what is left of the time limit is known when a sample begins. */
const SAMPLES_AT_ONCE = 50;

/** From reads to a table of taxa. Samples are prepared side by side and denoised together. */
export async function runAnalysis(input: JobInput<RunAnalysisParams>): Promise<AnalysisResult> {
  const { params } = input;
  const { parameters } = params;
  return runJob(input, async (steps) => {
    const { plan, stage, board } = steps;
    await plan(planFor(parameters));
    const imported = await stage("importInput", { params, notedFiles: input.notedFiles });
    await plan(planFor(parameters, imported));
    const { format, samples } = imported;

    const reads: ReadCounts = {};
    const [reference, each] = await inParallel([
      () => stage("checkReference", { reference: imported.reference, parameters }),
      () =>
        inParallel(
          samples.map((sample) => () => prepareSample(steps, parameters, format, sample, reads)),
          SAMPLES_AT_ONCE,
        ),
    ]);
    const end = endOfAll(each);
    if (end) {
      board.failedStage = end.stage;
      throw ApplicationFailure.nonRetryable(end.message, "NothingLeft");
    }
    // A sample that came to its end, or has single reads beside pairs, took fewer steps than were planned.
    const planned = planFor(parameters, imported);
    const taken = planned.map((step) => (reads[step.name] ? { ...step, subjects: Object.keys(reads[step.name] ?? {}).length } : step));
    if (taken.some(({ subjects }, index) => subjects !== planned[index]?.subjects)) await plan(taken);
    const prepared = each.map(({ uniques }) => uniques);

    const uniques = await stage("dereplicate", { samples: prepared, parameters });
    const denoised = await stage("denoise", { uniques, parameters });
    const found = parameters.remove_chimeras ? await stage("removeChimeras", { denoised, samples: prepared, parameters }) : denoised;
    const removed = (found as Partial<ChimeraFree>).removed ?? null;
    const features = await stage("nameFeatures", { found, parameters });
    const [table, classified] = await inParallel([
      () => stage("mapReads", { features, samples: prepared, parameters }),
      async () => {
        if (parameters.classifier === "sintax") return stage("classify", { features, reference, format, parameters });
        const index = params.installed?.index ?? (await stage("indexReference", { reference }));
        return stage("classifyByBlast", { features, reference, index, format, parameters });
      },
    ]);
    const summary = await stage("summarise", { params, samples, reads, features, removed, table, classified, reference });

    const { versions, commands } = board;
    const warnings = [...board.warnings, ...each.flatMap(({ ended }) => ended?.message ?? [])];
    const provenance = await stage("writeProvenance", {
      record: { task: input.task, params, inputs: { samples, reference }, versions, commands, warnings },
    });
    const artifacts = [...summary.artifacts, provenance];
    return { result: { ...summary.result, versions, warnings, artifacts, stages: board.summary() }, artifacts };
  });
}
