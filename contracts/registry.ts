import { readdirSync } from "node:fs";
import type { z } from "zod";
import type { InstalledReference } from "./analysis.js";
import type { Composition } from "./composition.js";
import type { Take } from "./options.js";
import type { TaskPolicy } from "./policy.js";

export interface TaskSchema {
  /** Checks what was submitted and fills in the defaults. */
  params: z.ZodType;
  result: z.ZodType;
  /** The parameters that name files under the data root, as dotted paths: `dataset_path`; `datasets.*` for each of a list. */
  files: readonly string[];
  /** The parameter that may name an installed reference; the job gets it as `installed`. */
  reference?: string;
  /** What is to be said of that reference before the start, for a person. */
  warn?(params: unknown, reference: InstalledReference): string[];
  /** The parameters that hold other jobs, `{task, params}`, as dotted paths: `members.*`, `callback`. */
  jobs?: readonly string[];
  /** Parameters that the job carries, from those that were submitted: presets become values. */
  resolve?(params: unknown): unknown;
  /** Of a task that consists of other jobs: which; null where these parameters ask for none. */
  compose?(params: unknown): Composition | null;
  /** The parameter that holds the ids of finished run_analysis jobs. */
  analyses?: string;
  /** What it takes as the callback of a chord that says nothing of it: the first of these that fits. */
  gathers?: readonly Take[];
}

export interface Task extends TaskPolicy {
  schema: TaskSchema;
}

/**
 * Reads every task of `contracts/tasks/`: a folder each, with `policy.ts` and `schema.ts`.
 *
 * @returns task name -> entry, in the order of the names
 * @throws if a folder does not hold both files
 */
export async function loadTasks(): Promise<Map<string, Task>> {
  const folders = readdirSync(new URL("./tasks/", import.meta.url)).sort();
  const tasks = await Promise.all(folders.map(loadTask));
  return new Map(tasks.map((task) => [task.task, task]));
}

async function loadTask(folder: string): Promise<Task> {
  const base = `./tasks/${folder}`;
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const { policy } = (await import(`${base}/policy.${extension}`)) as { policy: TaskPolicy };
  const { schema } = (await import(`${base}/schema.${extension}`)) as { schema: TaskSchema };
  return { ...policy, schema };
}
