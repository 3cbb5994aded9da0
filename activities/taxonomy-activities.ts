import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CheckedReference, Classified, FeatureSet } from "../contracts/analysis.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import { fastaText } from "../science/fasta-records.js";
import { hasEnoughWords, SHORTEST_NAMED } from "../science/sintax-words.js";
import type { ArtifactStore } from "../store/artifacts.js";
import type { Vsearch } from "../tools/vsearch.js";
import { countLines, expectCount, thousands } from "./counts.js";
import { listRecords } from "./list-records.js";
import type { StageRunner } from "./stage-runner.js";

export interface TaxonomyActivityDeps {
  stages: StageRunner;
  artifacts: ArtifactStore;
  vsearch: Vsearch;
}

interface ClassifyInput {
  run: StageRun;
  features: FeatureSet;
  reference: CheckedReference;
  format: "fasta" | "fastq";
  parameters: AnalysisParameters;
}

export function createTaxonomyActivities(deps: TaxonomyActivityDeps) {
  const { stages, artifacts, vsearch } = deps;

  return {
    /** Names the features. Every confidence is kept: `min_confidence` is applied afterwards. */
    async classify(input: ClassifyInput): Promise<StageOutput<Classified>> {
      const { features, reference, run, parameters } = input;
      // Merged reads lie in the marker's direction; sequences from elsewhere may not.
      const strand = input.format === "fasta" ? "both" : "plus";
      const { classifier, seed } = parameters;
      const ingredients = { order: "by sequence", features: features.sequences, reference: reference.sequences, classifier, seed, strand };
      return stages.run(run, { tools: ["vsearch"], ingredients }, async (context) => {
        const assignments = join(context.folder, "sintax.tsv");
        const sorted = join(context.folder, "features.fasta");
        // SINTAX draws its random words one feature after the other: the same set must come in the same order.
        const records = (await listRecords(await artifacts.pathOf(features.sequences))).sort((a, b) => (a.sequence < b.sequence ? -1 : 1));
        context.warn(...unnameableWarning(records));
        await writeFile(sorted, records.map(fastaText).join(""));
        context.ran(
          await vsearch.classify(
            { features: sorted, reference: await artifacts.pathOf(reference.sequences), assignments, strand, seed },
            context,
          ),
        );
        expectCount(run.stage, "vsearch", features.features, await countLines(assignments, context.signal));
        return { assignments: (await context.keep(assignments)).artifact };
      });
    },
  };
}

/** What must be said of features that vsearch leaves without names, however near a reference is. */
export function unnameableWarning(sequences: readonly { sequence: string }[]): string[] {
  const unnamed = sequences.filter(({ sequence }) => !hasEnoughWords(sequence)).length;
  if (unnamed === 0) return [];
  const share = `${thousands(unnamed)} of ${thousands(sequences.length)} features`;
  return [`${share} have no names: SINTAX needs ${SHORTEST_NAMED} bases that do not repeat themselves`];
}
