import type { CheckedReference, ImportedInput, ImportedReference, Reads, Sample } from "../contracts/analysis.js";
import type { Artifact } from "../contracts/artifact.js";
import type { NotedFile, StageOutput, StageRun } from "../contracts/job.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import type { RunAnalysisParams } from "../contracts/tasks/run-analysis/schema.js";
import { checkFasta, checkFastq } from "./check-files.js";
import { checkReference, referenceIngredients } from "./check-reference.js";
import { checkSheet } from "./check-sheet.js";
import { type InputFiles, importDataset, importOne, importReference } from "./import-files.js";
import { withTags } from "./import-tags.js";
import type { StageRunner } from "./stage-runner.js";

export interface InputActivityDeps {
  stages: StageRunner;
  files: InputFiles;
}

interface CheckInput {
  run: StageRun;
  sample: Sample;
  format: "fasta" | "fastq";
  parameters: AnalysisParameters;
}

interface CheckReference {
  run: StageRun;
  reference: ImportedReference;
  /** null: of no marker, and for no classifier. */
  parameters: AnalysisParameters | null;
}

/** From files as they were given to reads that the tools can be trusted with. */
export function createInputActivities(deps: InputActivityDeps) {
  const { stages, files } = deps;

  return {
    /** Copies every file once; what happens to the files afterwards does not reach the job. */
    async importInput(input: { run: StageRun; params: RunAnalysisParams; notedFiles: NotedFile[] }): Promise<StageOutput<ImportedInput>> {
      const { run, params, notedFiles } = input;
      return stages.run(run, { ingredients: null, why: "looks at the files each time" }, async (context) => {
        const source = { owner: run.owner, notedFiles, context };
        const { reference } = params;
        const { tag_file: tagFile } = params.parameters;
        const named = reference === undefined ? {} : { reference: await importReference(files, { ...params, reference }, source) };
        const dataset = await importDataset(files, params, source);
        const told =
          tagFile === undefined
            ? dataset
            : await withTags(
                dataset,
                await importOne(files, tagFile, source, "a tag file is one file"),
                files.artifacts,
                params.parameters,
              );
        checkSheet(params.parameters, told.samples);
        return { ...told, ...named };
      });
    },

    /** Reads a reference to its end: headers, letters, ranks; and whether it suits the marker. */
    async checkReference(input: CheckReference): Promise<StageOutput<CheckedReference>> {
      const { run, reference, parameters } = input;
      return stages.run(run, { ingredients: referenceIngredients(reference, parameters) }, (context) =>
        checkReference(context, reference, parameters),
      );
    },

    /** Reads a sample's files to their end and writes them in one plain form. */
    async checkInput(input: CheckInput): Promise<StageOutput<Reads>> {
      const { run, sample, format } = input;
      const { quality_offset: offset, forward_only: forwardOnly } = input.parameters;
      const reverse = forwardOnly ? undefined : sample.reverse;
      const artifacts: { forward: Artifact; reverse: Artifact | null } = {
        forward: sample.forward.artifact,
        reverse: reverse?.artifact ?? null,
      };
      const ingredients = { reader: READER, format, ...artifacts, sample: sample.name, quality_offset: offset };
      return stages.run(run, { ingredients }, async (context) => {
        if (format === "fasta") return checkFasta(context, sample.name, sample.forward);
        return checkFastq(context, sample.name, sample.forward, reverse, offset);
      });
    },
  };
}

/** Changed with what the readers accept or write, so that outputs of an older reader are not reused. */
const READER = 3;
