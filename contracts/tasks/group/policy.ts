import { DEFAULT_POLICY, type TaskPolicy } from "../../policy.js";

export const policy: TaskPolicy = {
  ...DEFAULT_POLICY,
  task: "group",
  summary: "Runs jobs side by side and gives their results in order.",
  queue: "default",
  workflow: "group",
};
