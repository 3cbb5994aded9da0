import { DEFAULT_POLICY, type TaskPolicy } from "../../policy.js";
import type { NoopParams } from "./schema.js";

export const policy: TaskPolicy = {
  ...DEFAULT_POLICY,
  task: "noop",
  summary: "Waits, fails or answers as told: for health checks, tests and benchmarks.",
  queue: "default",
  workflow: "noop",
  activity: "wait",
  isBrief: (params) => {
    const { seconds, payload_bytes, memory_bytes } = params as NoopParams;
    return seconds === 0 && payload_bytes === 0 && memory_bytes === 0;
  },
};
