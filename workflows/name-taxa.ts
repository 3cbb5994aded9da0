import type { CheckedReference, FeatureSet, ImportedReference, Naming } from "../contracts/analysis.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import type { Story } from "./job.js";

interface Unnamed {
  features: FeatureSet;
  reference: CheckedReference;
  format: "fasta" | "fastq";
  parameters: AnalysisParameters;
}

/** Names features by the classifier. @param installed the reference, where it has its index */
export async function nameTaxa(
  { stage }: Pick<Story, "stage">,
  found: Unnamed,
  installed: ImportedReference["installed"],
): Promise<Naming> {
  const { reference, parameters } = found;
  if (parameters.classifier === "sintax") return { classified: await stage("classify", found), reference };
  const index = installed?.index ?? (await stage("indexReference", { reference }));
  return { classified: await stage("classifyByBlast", { ...found, index }), reference };
}
