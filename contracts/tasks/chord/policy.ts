import { DEFAULT_POLICY, type TaskPolicy } from "../../policy.js";

export const policy: TaskPolicy = {
  ...DEFAULT_POLICY,
  task: "chord",
  summary: "Runs jobs side by side, then one more with all their results.",
  queue: "default",
  workflow: "chord",
};
