import type { MemberResults, ParentParams } from "../contracts/composition.js";
import type { JobInput } from "../contracts/job.js";
import { runParent } from "./parent.js";

/** Jobs side by side. */
export function group(input: JobInput<ParentParams>): Promise<MemberResults> {
  return runParent(input, ({ runAll }) => runAll());
}
