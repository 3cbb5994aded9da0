import { DEFAULT_POLICY, type TaskPolicy } from "../../policy.js";

export const policy: TaskPolicy = {
  ...DEFAULT_POLICY,
  task: "noop",
  summary: "Waits, fails or answers as told: for health checks, tests and benchmarks.",
  queue: "default",
  workflow: "noop",
  activity: "wait",
};
