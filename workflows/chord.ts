import type { MemberResults, ParentParams } from "../contracts/composition.js";
import type { JobInput } from "../contracts/job.js";
import { runParent } from "./parent.js";

/** Jobs side by side, then one more that takes what those gave which succeeded. */
export function chord(input: JobInput<ParentParams>): Promise<MemberResults> {
  return runParent(input, async ({ runAll, follow }) => {
    await runAll();
    await follow("callback");
  });
}
