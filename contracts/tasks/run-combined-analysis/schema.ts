import { z } from "zod";
import { type Composition, maxParallel, memberResults, onMemberFailure } from "../../composition.js";
import { isDatasetId } from "../../dataset-id.js";
import type { InstalledReference } from "../../analysis.js";
import type { TaskSchema } from "../../registry.js";
import { checkParameters } from "../run-analysis/check-parameters.js";
import { type GivenParameters, parameters } from "../run-analysis/parameters.js";
import { regionWarning } from "../run-analysis/region-warning.js";
import { result as analysis } from "../run-analysis/result.js";

const path = z.string().min(1).max(1024);

const params = z
  .strictObject({
    analyses: z
      .array(z.string().min(1).max(200))
      .min(1)
      .max(1000)
      .optional()
      .describe("Ids of run_analysis jobs that have succeeded, all of one marker."),
    datasets: z.array(path).min(1).max(1000).optional().describe("Each a dataset_path or a dataset_id of run_analysis, analysed first."),
    reference: path.describe("As of run_analysis: all features are named by it."),
    parameters: parameters
      .omit({ max_false_novelty: true, calibration_size: true })
      .prefault({})
      .describe("As of run_analysis. Of `analyses`, features stay as they were found: naming, controls and comparison follow these."),
    max_parallel: maxParallel,
    on_member_failure: onMemberFailure,
  })
  .superRefine((value, context) => {
    const refuse = (at: PropertyKey[], message: string) => context.addIssue({ code: "custom", path: at, message });
    const { analyses = [], datasets = [] } = value;
    if ((value.analyses === undefined) === (value.datasets === undefined)) refuse([], "give either analyses or datasets");
    for (const [name, list] of Object.entries({ analyses, datasets }))
      for (const [index, one] of list.entries()) if (list.indexOf(one) !== index) refuse([name, index], `${one} is there twice`);
    checkParameters(value.parameters, (name, message) => refuse(["parameters", name], message));
  })
  .meta({ examples: [{ datasets: ["creek/", "lake/"], reference: "silva.fasta.gz", parameters: { marker: "16S-V4" } }] });

type Submitted = z.output<typeof params>;

/** What the combination itself works on: analyses that are done. */
export interface CombineParams extends Pick<Submitted, "reference"> {
  analyses: string[];
  parameters: GivenParameters;
  /** What `reference` was at submit, where it names an installed one. */
  installed?: InstalledReference;
}

const combined = analysis.extend({ analyses: z.array(z.string()).describe("Ids of the analyses that were combined, in their order.") });

export type CombinedResult = z.output<typeof combined>;

const ofDatasets = memberResults.extend({
  callback: memberResults.shape.results.unwrap().element.nullable().describe("The combination's own end: `result` is that of `analyses`."),
});

export const schema: TaskSchema = {
  params,
  result: z.union([combined, ofDatasets]),
  files: ["datasets.*", "reference"],
  reference: "reference",
  analyses: "analyses",
  gathers: [{ datasets: "result.dataset_path" }, { analyses: "id" }],
  compose: (given) => compose(given as Submitted),
  warn: (given, installed) => regionWarning((given as Submitted).parameters, installed),
  resolve: (given) => resolve(given as Submitted),
};

function resolve({ analyses = [], reference, parameters }: Submitted): CombineParams {
  return { analyses, reference, parameters };
}

/** Datasets are analysed by members of their own; the combination follows, as the same task with their ids. */
function compose(given: Submitted): Composition | null {
  if (given.datasets === undefined) return null;
  const { reference, parameters } = given;
  // Samples are compared, and blanks judge, when all are there.
  const { group_by: _, rarefaction_depth: __, ...each } = { ...parameters, tree: false, decontaminate: false };
  return {
    members: given.datasets.map((dataset, index) => ({
      at: `datasets.${index}`,
      submission: {
        task: "run_analysis",
        params: { [isDatasetId(dataset) ? "dataset_id" : "dataset_path"]: dataset, reference, parameters: each },
        options: {},
      },
    })),
    inOrder: false,
    maxParallel: given.max_parallel ?? null,
    onMemberFailure: given.on_member_failure,
    callback: { task: "run_combined_analysis", params: { reference, parameters }, options: {}, take: { analyses: "id" } },
  };
}
