import { DEFAULT_POLICY, type TaskPolicy } from "../../policy.js";

export const policy: TaskPolicy = {
  ...DEFAULT_POLICY,
  task: "run_blast_search",
  summary: "Searches sequences in a reference with BLAST.",
  queue: "analysis",
  workflow: "runBlastSearch",
};
