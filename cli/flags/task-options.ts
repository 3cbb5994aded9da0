import { type Command, Option } from "commander";
import { orInvalid } from "./job-options.js";
import { readValue } from "./read-value.js";
import type { TaskFlag } from "./task-flag.js";

/** Adds a task's flags to a command. */
export function addTaskFlags(command: Command, flags: TaskFlag[]): void {
  for (const flag of flags) {
    for (const option of optionsOf(flag)) command.addOption(option.helpGroup(headingOf(flag)));
  }
}

/** The task's parameters, from the command's flags; only those that were given, laid over `base`. */
export function paramsOf(command: Command, flags: TaskFlag[], base: Record<string, unknown> = {}): Record<string, unknown> {
  const values = command.opts<Record<string, unknown>>();
  const params = structuredClone(base);
  for (const flag of flags) {
    const value = values[attributeOf(flag)];
    if (value !== undefined) setAt(params, flag.path, value);
  }
  return params;
}

/** The value at a path of names, or undefined. */
export function valueAt(params: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), params);
}

/** The flag, without its dashes, of what an issue of the API names: `params.parameters.min_confidence`, `options.priority`. */
export function flagAt(flags: TaskFlag[], path: string): string | undefined {
  if (path.startsWith("options."))
    return path
      .slice("options.".length)
      .replace(/^tags.*/, "tag")
      .replaceAll("_", "-");
  const plain = path.replace(/^params\./, "");
  return flags.find((flag) => (flag.list ? plain.replace(/\.\d+$/, "") : plain) === flag.path.join("."))?.name;
}

function optionsOf(flag: TaskFlag): Option[] {
  const description = describe(flag);
  if (flag.kind === "boolean" && !flag.list) {
    // Without the positive form, commander would take `true` for the value where neither is given.
    const positive = new Option(`--${flag.name}`, description);
    positive.flags = `--[no-]${flag.name}`;
    return [positive, new Option(`--no-${flag.name}`).hideHelp()];
  }
  const option = new Option(`--${flag.name} <${placeholder(flag)}>`, description);
  const read = (text: string) => orInvalid(() => readValue(flag, text));
  if (flag.list) option.argParser((text: string, before: unknown[] | undefined) => [...(before ?? []), read(text)]);
  else option.argParser(read);
  return [option];
}

function describe(flag: TaskFlag): string {
  const notes = [
    flag.choices.length > 1 ? `one of: ${flag.choices.join(", ")}` : "",
    flag.fallback === undefined ? "" : `default: ${typeof flag.fallback === "string" ? flag.fallback : JSON.stringify(flag.fallback)}`,
    flag.list ? "may be given several times" : "",
    flag.required ? "required" : "",
  ].filter((note) => note !== "");
  return notes.length === 0 ? flag.description : `${flag.description} (${notes.join("; ")})`;
}

function placeholder(flag: TaskFlag): string {
  if (flag.kind === "text") return /(^|-)(path|reference)$/.test(flag.name) ? "path" : flag.choices.length > 0 ? "name" : "text";
  return { number: "number", integer: "n", boolean: "true|false", json: "json" }[flag.kind];
}

function headingOf(flag: TaskFlag): string {
  return flag.group === "" ? "Parameters:" : `${flag.group}:`;
}

function attributeOf(flag: TaskFlag): string {
  return new Option(`--${flag.name}`).attributeName();
}

function setAt(params: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name, ...rest] = path;
  if (name === undefined) return;
  if (rest.length === 0) {
    params[name] = value;
    return;
  }
  const inner = isObject(params[name]) ? params[name] : {};
  params[name] = inner;
  setAt(inner, rest, value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
