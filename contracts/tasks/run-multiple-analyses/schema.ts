import { z } from "zod";
import { type Composition, maxParallel, memberResults, onMemberFailure } from "../../composition.js";
import { isDatasetId } from "../../dataset-id.js";
import type { TaskSchema } from "../../registry.js";
import { parameters } from "../run-analysis/parameters.js";

const params = z
  .strictObject({
    datasets: z.array(z.string().min(1).max(1024)).min(1).describe("Each a dataset_path or a dataset_id of run_analysis."),
    analysis_type: z.string().max(64).optional().describe("As of run_analysis, for all of them."),
    reference: z.string().min(1).max(1024).optional().describe("As of run_analysis, for all of them."),
    parameters: parameters.prefault({}).describe("As of run_analysis, for all of them."),
    max_parallel: maxParallel,
    on_member_failure: onMemberFailure,
  })
  .meta({
    examples: [{ datasets: ["creek/", "lake/"], reference: "silva.fasta.gz", parameters: { marker: "16S-V4" } }],
  });

export const schema: TaskSchema = {
  params,
  result: memberResults,
  files: ["datasets.*", "reference", "parameters.tag_file"],
  compose: (given) => compose(given as z.output<typeof params>),
};

function compose(given: z.output<typeof params>): Composition {
  const { analysis_type, reference } = given;
  const shared = {
    parameters: given.parameters,
    ...(reference === undefined ? {} : { reference }),
    ...(analysis_type === undefined ? {} : { analysis_type }),
  };
  return {
    members: given.datasets.map((dataset, index) => ({
      at: `datasets.${index}`,
      submission: {
        task: "run_analysis",
        params: { ...shared, [isDatasetId(dataset) ? "dataset_id" : "dataset_path"]: dataset },
        options: {},
      },
    })),
    inOrder: false,
    maxParallel: given.max_parallel ?? null,
    onMemberFailure: given.on_member_failure,
  };
}
