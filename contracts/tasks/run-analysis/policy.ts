import { DEFAULT_POLICY, type TaskPolicy } from "../../policy.js";

export const policy: TaskPolicy = {
  ...DEFAULT_POLICY,
  task: "run_analysis",
  summary: "Turns the reads of environmental samples into a table of taxa.",
  queue: "analysis",
  workflow: "runAnalysis",
};
