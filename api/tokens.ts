import type { Task } from "../contracts/registry.js";

/** Names under which Nest hands out what is no class. */
export const TASKS = Symbol("tasks");
export const ARTIFACTS = Symbol("artifacts");

export type Tasks = ReadonlyMap<string, Task>;
