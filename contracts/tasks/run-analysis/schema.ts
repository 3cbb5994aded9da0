import type { InstalledReference } from "../../analysis.js";
import { z } from "zod";
import { DATASET_ID } from "../../dataset-id.js";
import type { TaskSchema } from "../../registry.js";
import { type AnalysisParameters, resolveParameters } from "./analysis-parameters.js";
import { checkMethod } from "./check-method.js";
import { checkNovelty } from "./check-novelty.js";
import { checkParameters } from "./check-parameters.js";
import { parameters } from "./parameters.js";
import { regionWarning } from "./region-warning.js";
import { result } from "./result.js";

const path = z.string().min(1).max(1024);

const params = z
  .strictObject({
    dataset_path: path
      .optional()
      .describe("Reads under the data root: a FASTA or FASTQ file, a folder of paired files, or a sample sheet (CSV)."),
    dataset_id: z
      .string()
      .regex(DATASET_ID, "an id such as POST /datasets answers")
      .optional()
      .describe("Reads that were uploaded, instead of `dataset_path`."),
    analysis_type: z
      .enum(["taxonomic", "novelty", "clustering"])
      .default("taxonomic")
      .describe(
        "What to find out: `taxonomic` names what lives there; `novelty` also finds what the reference does not explain; `clustering` gathers sequences into OTUs.",
      ),
    reference: path
      .optional()
      .describe(
        "The sequences with known names: an installed reference (`name@version`, or `name` for its active version), a FASTA file under the data root, or the id of an uploaded one. Needed, but for `clustering`, which names OTUs only where it is given.",
      ),
    parameters: parameters.prefault({}).describe("How the analysis is done."),
  })
  .superRefine((value, context) => {
    if ((value.dataset_path === undefined) === (value.dataset_id === undefined)) {
      context.addIssue({ code: "custom", path: ["dataset_path"], message: "give either dataset_path or dataset_id" });
    }
    checkMethod(value, (path, message) => context.addIssue({ code: "custom", path: [...path], message }));
    checkNovelty(value, (path, message) => context.addIssue({ code: "custom", path: [...path], message }));
    checkParameters(value.parameters, (name, message) => context.addIssue({ code: "custom", path: ["parameters", name], message }));
  })
  .meta({ examples: [{ dataset_path: "reads/", reference: "silva.fasta.gz", parameters: { marker: "16S-V4" } }] });

type Submitted = z.output<typeof params>;

export interface RunAnalysisParams extends Omit<Submitted, "parameters"> {
  parameters: AnalysisParameters;
  /** What `reference` was at submit, where it names an installed one. */
  installed?: InstalledReference;
}

export const schema: TaskSchema = {
  params,
  result,
  files: ["dataset_path", "reference", "parameters.tag_file"],
  reference: "reference",
  warn: (submitted, installed) => regionWarning((submitted as Submitted).parameters, installed),
  resolve: (submitted) => resolve(submitted as Submitted),
};

function resolve(submitted: Submitted): RunAnalysisParams {
  return { ...submitted, parameters: resolveParameters(submitted.parameters, submitted.analysis_type) };
}
