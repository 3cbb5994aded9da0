import type { JobInput } from "../contracts/job.js";
import type { NoopParams, NoopResult } from "../contracts/tasks/noop/schema.js";
import { runJob } from "./job.js";

export async function noop(input: JobInput<NoopParams>): Promise<NoopResult> {
  return runJob(input, async ({ plan, stage }) => {
    await plan([{ name: "wait", subjects: 1 }]);
    return stage("wait", input.params);
  });
}
