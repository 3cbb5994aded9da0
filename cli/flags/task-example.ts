import { compactJson, flatJson } from "../render/compact-json.js";
import type { JsonSchema, TaskFlag } from "./task-flag.js";
import { valueAt } from "./task-options.js";
import type { TaskHelp } from "./tasks.js";

/** How a task is submitted, from the example in its schema: with flags, or with a file where a flag would hold JSON. */
export function exampleOf(command: string, task: Pick<TaskHelp, "task" | "params">, flags: readonly TaskFlag[]): string {
  const [example] = (task.params as JsonSchema).examples ?? [];
  if (example === undefined) return "";
  const given = flags.filter((flag) => valueAt(example, flag.path) !== undefined);
  const start = `avalanche ${command} ${task.task}`;
  if (given.every(({ kind, path }) => kind !== "json" || flatJson(valueAt(example, path)).length <= SHORT)) {
    return `\nExample:\n  ${[start, ...given.flatMap((flag) => argumentsOf(flag, valueAt(example, flag.path)))].join(" ")}\n`;
  }
  const file = `${task.task.replaceAll("_", "-")}.json`;
  return `\nExample:\n  ${start} --params ${file}\n\nwith this in ${file}:\n${compactJson(example, 80, "  ")}\n`;
}

function argumentsOf(flag: TaskFlag, value: unknown): string[] {
  if (flag.kind === "boolean") return [value === true ? `--${flag.name}` : `--no-${flag.name}`];
  if (flag.kind === "json") return [`--${flag.name} '${flatJson(value)}'`];
  return (flag.list ? (value as unknown[]) : [value]).map((one) => `--${flag.name} ${String(one)}`);
}

/** JSON that is typed rather than written to a file, in letters. */
const SHORT = 40;
