import type { CheckedReference, FeatureSet, ImportedInput, Naming } from "../contracts/analysis.js";
import type { NoveltyCalibration, NoveltyFound } from "../contracts/novelty.js";
import type { RunAnalysisParams } from "../contracts/tasks/run-analysis/schema.js";
import type { Story } from "./job.js";

/** What is known of the reference before features are named; both absent where none was given. */
export interface ReadyReference {
  reference: CheckedReference | undefined;
  calibration: NoveltyCalibration | undefined;
}

/** Checks the reference, and for novelty learns from it. */
export async function readyReference(
  { stage }: Story,
  { analysis_type: type, parameters }: RunAnalysisParams,
  imported: ImportedInput,
): Promise<ReadyReference> {
  const reference = imported.reference && (await stage("checkReference", { reference: imported.reference, parameters }));
  const learns = type === "novelty" && reference !== undefined;
  return { reference, calibration: learns ? await stage("calibrateNovelty", { reference, parameters }) : undefined };
}

/** Scores the features, where that was asked for. */
export async function judgeNovelty(
  { stage }: Story,
  { parameters }: RunAnalysisParams,
  { format }: ImportedInput,
  { features, naming }: { features: FeatureSet; naming: Naming | null },
  calibration: NoveltyCalibration | undefined,
): Promise<NoveltyFound | null> {
  if (naming === null || calibration === undefined) return null;
  return stage("findNovelty", { features, naming, calibration, format, parameters });
}
