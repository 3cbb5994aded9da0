import type { Sample } from "../contracts/analysis.js";
import { JobFailure } from "../contracts/failures.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import { isBlank } from "../science/controls/contaminants.js";

/** Whether the samples are told as the parameters need it. Before hours of work. @throws {JobFailure} InvalidInput */
export function checkSheet(
  { group_by: column, decontaminate }: Pick<AnalysisParameters, "group_by" | "decontaminate">,
  samples: readonly Pick<Sample, "metadata">[],
): void {
  if (decontaminate && !samples.some(({ metadata }) => isBlank(metadata["control"])))
    throw new JobFailure(
      "InvalidInput",
      "`decontaminate` needs blanks, and no sample is one: the sample sheet says so in a column `control` (negative_field, negative_extraction, negative_pcr)",
    );
  if (column === undefined) return;
  const columns = [...new Set(samples.flatMap(({ metadata }) => Object.keys(metadata)))];
  if (columns.includes(column)) return;
  const has = columns.length === 0 ? "has no columns but those of its files" : `has ${columns.join(", ")}`;
  throw new JobFailure("InvalidInput", `group_by is ${JSON.stringify(column)}, which is no column of the sample sheet; it ${has}`);
}
