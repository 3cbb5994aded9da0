import { readFileSync } from "node:fs";
import { Api } from "../api/api.js";
import { NO_PATIENCE } from "../api/patient-fetch.js";
import type { TaskEntry } from "../api/types.js";
import { CommandError } from "../exit-status.js";
import type { Session } from "../session.js";

/** A task as its help needs it. */
export type TaskHelp = Pick<TaskEntry, "task" | "summary" | "queue" | "params" | "files" | "jobs">;

/**
 * The tasks that there are: from the service, or, for a help text, from the list that the build made.
 *
 * @throws {ApiProblem | Unreachable} where a task is to be submitted
 */
export async function loadTasks(session: Session, purpose: "help" | "submit"): Promise<TaskHelp[]> {
  if (purpose === "submit") return session.api.tasks();
  const quick = new Api(session.service, NO_PATIENCE);
  return quick.tasks().catch(() => builtTasks());
}

/** @throws {CommandError} naming the tasks that there are */
export function findTask(tasks: readonly TaskHelp[], name: string): TaskHelp {
  const found = tasks.find(({ task }) => task === name);
  if (found) return found;
  throw new CommandError(`there is no task ${JSON.stringify(name)}; the tasks are ${tasks.map(({ task }) => task).join(", ")}`);
}

export function listTasks(tasks: readonly TaskHelp[]): string {
  const width = Math.max(0, ...tasks.map(({ task }) => task.length));
  return tasks.map(({ task, summary }) => `  ${task.padEnd(width)}  ${summary}`).join("\n");
}

/** `dist/tasks.json`, seen from `dist/cli/flags/` or from `cli/flags/`. */
function builtTasks(): TaskHelp[] {
  for (const place of ["../../tasks.json", "../../dist/tasks.json"]) {
    try {
      const read = JSON.parse(readFileSync(new URL(place, import.meta.url), "utf8")) as TaskHelp[] | { tasks: TaskHelp[] };
      return Array.isArray(read) ? read : read.tasks;
    } catch {
      // The other place, or none: then the help goes without the tasks.
    }
  }
  return [];
}
