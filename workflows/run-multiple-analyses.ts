import type { MemberResults, ParentParams } from "../contracts/composition.js";
import type { JobInput } from "../contracts/job.js";
import { runParent } from "./parent.js";

/** An analysis for each of several datasets, side by side. */
export function runMultipleAnalyses(input: JobInput<ParentParams>): Promise<MemberResults> {
  return runParent(input, ({ runAll }) => runAll());
}
