import { DEFAULT_POLICY, type TaskPolicy } from "../../policy.js";

export const policy: TaskPolicy = {
  ...DEFAULT_POLICY,
  task: "chain",
  summary: "Runs jobs one after the other; each takes what it needs from the one before.",
  queue: "default",
  workflow: "chain",
};
