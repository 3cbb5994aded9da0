import { z } from "zod";
import { type Composition, follower, member, memberResults } from "../../composition.js";
import type { TaskSchema } from "../../registry.js";

const params = z
  .strictObject({
    steps: z.array(follower).min(1).max(1000).describe("The jobs in their order: `{task, params, take, options}`."),
    finally: member.optional().describe("A job that runs at the end in any case, such as a cleanup: `{task, params, options}`."),
  })
  .meta({
    examples: [
      {
        steps: [
          { task: "noop", params: { text: "from the first" } },
          { task: "noop", take: { text: "result.text" } },
        ],
        finally: { task: "noop" },
      },
    ],
  });

const result = memberResults.extend({
  finally: memberResults.shape.results.unwrap().element.nullable().describe("The last job's own end."),
});

export const schema: TaskSchema = {
  params,
  result,
  files: [],
  jobs: ["steps.*", "finally"],
  compose: (given) => compose(given as z.output<typeof params>),
};

function compose(given: z.output<typeof params>): Composition {
  return {
    members: given.steps.map((submission, index) => ({ at: `steps.${index}`, submission })),
    inOrder: true,
    maxParallel: null,
    onMemberFailure: "stop",
    ...(given.finally ? { finally: given.finally } : {}),
  };
}
