import type { Controlled } from "../activities/control-activities.js";
import type { FeatureSet, FeatureTable, Naming, ReadCounts, Sample } from "../contracts/analysis.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import { isControl } from "./analysis-plan.js";
import type { Story } from "./job.js";

interface Found {
  table: FeatureTable;
  features: FeatureSet;
  naming: Naming | null;
  parameters: AnalysisParameters;
}

/**
 * What the controls of the sample sheet tell, where it has some.
 *
 * @param reads gets what is left after contaminants were removed
 * @returns what goes on: the same table where nothing is removed
 */
export async function checkControls(
  { stage }: Pick<Story, "stage">,
  { samples }: { samples: Pick<Sample, "name" | "metadata">[] },
  reads: ReadCounts,
  found: Found,
): Promise<Controlled> {
  if (!samples.some(isControl)) return { table: found.table, features: found.features, contaminants: null, artifacts: [] };
  const controlled = await stage("checkControls", { ...found, samples });
  if (controlled.contaminants !== null) reads["check_controls"] = controlled.table.mapped;
  return controlled;
}
