import { z } from "zod";
import { type Composition, follower, maxParallel, member, memberResults, onMemberFailure } from "../../composition.js";
import type { TaskSchema } from "../../registry.js";

const params = z
  .strictObject({
    header: z.array(member).min(1).describe("The jobs that run side by side: `{task, params, options}`, up to 10,000."),
    callback: follower.describe("The job that follows: what it takes (`take`) is a list, of each member that succeeded, in order."),
    max_parallel: maxParallel,
    on_member_failure: onMemberFailure,
  })
  .meta({
    examples: [
      {
        header: [
          { task: "noop", params: { seconds: 2 } },
          { task: "noop", params: { seconds: 3 } },
        ],
        callback: { task: "noop", take: { texts: "id" } },
      },
    ],
  });

const result = memberResults.extend({
  callback: memberResults.shape.results.unwrap().element.nullable().describe("The callback's own end."),
});

export const schema: TaskSchema = {
  params,
  result,
  files: [],
  jobs: ["header.*", "callback"],
  compose: (given) => compose(given as z.output<typeof params>),
};

function compose(given: z.output<typeof params>): Composition {
  return {
    members: given.header.map((submission, index) => ({ at: `header.${index}`, submission })),
    inOrder: false,
    maxParallel: given.max_parallel ?? null,
    onMemberFailure: given.on_member_failure,
    callback: given.callback,
  };
}
