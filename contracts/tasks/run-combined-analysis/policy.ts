import { DEFAULT_POLICY, type TaskPolicy } from "../../policy.js";

export const policy: TaskPolicy = {
  ...DEFAULT_POLICY,
  task: "run_combined_analysis",
  summary: "Puts the samples of several analyses into one table and compares them.",
  queue: "analysis",
  workflow: "runCombinedAnalysis",
};
