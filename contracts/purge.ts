import { z } from "zod";
import { jobQuery } from "./api.js";
import { OPEN_STATES } from "./states.js";

/** As the filters of GET /jobs. */
const { task, queue, tag, submitted_after, submitted_before, text } = jobQuery.shape;

export const purge = z.strictObject({
  filter: z
    .strictObject({
      state: z.enum(OPEN_STATES, { error: `only open jobs are cancelled: ${OPEN_STATES.join(", ")}` }).optional(),
      task,
      queue,
      tag,
      submitted_after,
      submitted_before,
      text,
    })
    .prefault({})
    .describe("Which jobs; without any field all open ones. Members go with their parent."),
  dry_run: z.boolean().default(true).describe("Only say which jobs would be cancelled."),
  confirm: z.string().max(500).optional().describe("Of the answer of a dry run with the same filter; needed where `dry_run` is false."),
});

export const purged = z.object({
  dry_run: z.boolean(),
  count: z.int().describe("How many jobs are cancelled, or would be."),
  ids: z.array(z.string()).describe("The first hundred of them, the oldest first."),
  confirm: z.string().nullable().describe("Of a dry run: send it back with `dry_run` false, within ten minutes."),
});
