import type { ImportedInput } from "../contracts/analysis.js";
import type { PlannedStage } from "../contracts/job.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import { hasPrimers } from "./prepare-sample.js";

/** The steps as far as they are known: before the input has been looked at, those of one sample of pairs. */
export function planFor(parameters: AnalysisParameters, imported?: ImportedInput): PlannedStage[] {
  const { format, samples } = imported ?? { format: "fastq", samples: [null] };
  const isPaired = !parameters.forward_only && samples.some((sample) => sample === null || sample.reverse !== undefined);
  const reads = ["check_input", ...(hasPrimers(parameters) ? ["trim_primers"] : []), ...(isPaired ? ["merge_pairs"] : []), "filter_reads"];
  const each = format === "fasta" ? ["check_input", "count_uniques"] : reads;
  const chimeras = parameters.remove_chimeras ? ["remove_chimeras"] : [];
  const index = imported?.reference.installed ? [] : ["index_reference"];
  const classify = parameters.classifier === "blast_lca" ? [...index, "classify_by_blast"] : ["classify"];
  return [
    ...["import_input", "check_reference"].map((name) => ({ name, subjects: 1 })),
    ...each.map((name) => ({ name, subjects: samples.length })),
    ...["dereplicate", "denoise", ...chimeras, "name_features", "map_reads", ...classify, "summarise", "write_provenance"].map((name) => ({
      name,
      subjects: 1,
    })),
  ];
}
