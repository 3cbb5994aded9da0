import { CancellationScope } from "@temporalio/workflow";
import type { MemberResults, ParentParams } from "../contracts/composition.js";
import type { JobInput } from "../contracts/job.js";
import { runParent } from "./parent.js";

/** Jobs one after the other; at the end, whatever became of them, one that cleans up. */
export function chain(input: JobInput<ParentParams>): Promise<MemberResults> {
  return runParent(input, async ({ runEach, follow }) => {
    try {
      await runEach();
    } finally {
      await CancellationScope.nonCancellable(() => follow("finally"));
    }
  });
}
