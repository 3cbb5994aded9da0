import { DEFAULT_POLICY, type TaskPolicy } from "../../policy.js";

export const policy: TaskPolicy = {
  ...DEFAULT_POLICY,
  task: "run_multiple_analyses",
  summary: "Analyses several datasets side by side, each in a job of its own.",
  queue: "analysis",
  workflow: "runMultipleAnalyses",
};
