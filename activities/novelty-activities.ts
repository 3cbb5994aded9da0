import { readFile, writeFile } from "node:fs/promises";
import type { CheckedReference, Classified, FeatureSet } from "../contracts/analysis.js";
import { type JobArtifact, sha256Of } from "../contracts/artifact.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import type { NoveltyCalibration, NoveltyFound } from "../contracts/novelty.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import type { NoveltyParameters } from "../contracts/tasks/run-analysis/novelty-parameters.js";
import type { ReferenceCalibration } from "../science/novelty/calibration.js";
import { calibrationTable, noveltyTable } from "../science/novelty/novelty-tables.js";
import type { ArtifactStore } from "../store/artifacts.js";
import type { Vsearch } from "../tools/vsearch.js";
import { calibrateNovelty, calibrationIngredients } from "./calibrate-novelty.js";
import { findNovelty } from "./find-novelty.js";
import { noveltyResult } from "./novelty-result.js";
import type { StageContext } from "./stage-context.js";
import type { StageRunner } from "./stage-runner.js";

export interface NoveltyActivityDeps {
  stages: StageRunner;
  artifacts: ArtifactStore;
  vsearch: Vsearch;
  threads: number;
}

interface FindNoveltyInput {
  run: StageRun;
  features: FeatureSet;
  naming: { classified: Classified; reference: CheckedReference };
  calibration: NoveltyCalibration;
  format: "fasta" | "fastq";
  parameters: AnalysisParameters;
}

/** Changed with what the tables and the result hold, so that older ones are not reused. */
const FORMAT = 1;

export function createNoveltyActivities(deps: NoveltyActivityDeps) {
  const { stages, artifacts } = deps;

  return {
    /** Leaves taxa of the reference out, to learn how novelty shows with it. Once for each reference and marker. */
    async calibrateNovelty(input: {
      run: StageRun;
      reference: CheckedReference;
      parameters: AnalysisParameters;
    }): Promise<StageOutput<NoveltyCalibration>> {
      const { run, reference } = input;
      const parameters = ofNovelty(input.parameters);
      const ingredients = calibrationIngredients(reference, parameters);
      return stages.run(run, { tools: ["vsearch"], ingredients }, async (context) => {
        const path = await artifacts.pathOf(reference.sequences);
        const calibration = await calibrateNovelty(deps, reference, path, parameters, context);
        const { artifact } = await context.store((stored) => writeFile(stored, JSON.stringify(calibration)));
        return { calibration: artifact };
      });
    },

    /** Scores each feature and says what the scores rest on. */
    async findNovelty(input: FindNoveltyInput): Promise<StageOutput<NoveltyFound>> {
      const { run, features, naming } = input;
      const { max_false_novelty: maxFalseNovelty } = ofNovelty(input.parameters);
      const { classified, reference } = naming;
      const strand = input.format === "fasta" ? "both" : "plus";
      const ingredients = {
        format: FORMAT,
        features: features.sequences,
        reference: reference.sequences,
        assignments: classified.assignments,
        calibration: input.calibration.calibration,
        strand,
        max_false_novelty: maxFalseNovelty,
      };
      return stages.run(run, { tools: ["vsearch"], ingredients }, async (context) => {
        const calibration = JSON.parse(await readFile(await context.pathOf(input.calibration.calibration), "utf8")) as ReferenceCalibration;
        const asked = { features: features.sequences, reference, classified, calibration, maxFalseNovelty, strand } as const;
        const { findings, lineageOf } = await findNovelty(deps, asked, context);
        const ranks = calibration.ranks.map(({ rank }) => rank);
        return {
          novelty: noveltyResult(findings, calibration, maxFalseNovelty),
          artifacts: [
            await table(context, "novelty.tsv", noveltyTable(findings, ranks, lineageOf)),
            await table(context, "calibration.tsv", calibrationTable(calibration)),
          ],
        };
      });
    },
  };
}

function ofNovelty(parameters: AnalysisParameters): AnalysisParameters & NoveltyParameters {
  const { max_false_novelty, calibration_size } = parameters;
  if (max_false_novelty === undefined || calibration_size === undefined) throw new Error("only an analysis of novelty judges novelty");
  return { ...parameters, max_false_novelty, calibration_size };
}

async function table(context: StageContext, name: string, text: string): Promise<JobArtifact> {
  const { artifact, sizeBytes } = await context.store((path) => writeFile(path, text));
  return { name, sha256: sha256Of(artifact), size_bytes: sizeBytes, media_type: "text/tab-separated-values" };
}
