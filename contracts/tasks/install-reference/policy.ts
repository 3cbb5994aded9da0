import { DEFAULT_POLICY, type TaskPolicy } from "../../policy.js";

export const policy: TaskPolicy = {
  ...DEFAULT_POLICY,
  task: "install_reference",
  summary: "Checks and indexes a reference database of your own, to be used by its name.",
  right: "change_references",
  queue: "analysis",
  workflow: "installReference",
};
