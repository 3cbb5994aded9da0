import { z } from "zod";
import { type Composition, maxParallel, member, memberResults, onMemberFailure } from "../../composition.js";
import type { TaskSchema } from "../../registry.js";

const params = z
  .strictObject({
    members: z.array(member).min(1).describe("The jobs: `{task, params, options}`, up to 10,000."),
    max_parallel: maxParallel,
    on_member_failure: onMemberFailure,
  })
  .meta({
    examples: [
      {
        members: [
          { task: "run_analysis", params: { dataset_path: "creek/", reference: "silva.fasta.gz", parameters: { marker: "16S-V4" } } },
          { task: "run_analysis", params: { dataset_path: "lake/", reference: "mitofish.fasta", parameters: { marker: "12S-MiFish" } } },
        ],
        max_parallel: 2,
      },
    ],
  });

export const schema: TaskSchema = {
  params,
  result: memberResults,
  files: [],
  jobs: ["members.*"],
  compose: (given) => compose(given as z.output<typeof params>),
};

function compose(given: z.output<typeof params>): Composition {
  return {
    members: given.members.map((submission, index) => ({ at: `members.${index}`, submission })),
    inOrder: false,
    maxParallel: given.max_parallel ?? null,
    onMemberFailure: given.on_member_failure,
  };
}
