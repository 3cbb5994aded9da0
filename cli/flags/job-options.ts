import { type Command, InvalidArgumentError, Option } from "commander";
import { BadValue, readValue } from "./read-value.js";
import { utcTime } from "./utc-time.js";

/** How a job is run, the same for every task; the name is that of the API's `options`. */
const JOB_OPTIONS = [
  { name: "priority", value: "<1-5>", kind: "integer", description: "1 is highest, 5 lowest (default: 3)" },
  { name: "queue", value: "<queue>", kind: "text", description: "Another queue than the task's own, for those who may choose" },
  {
    name: "eta",
    value: "<time>",
    kind: "time",
    description: "Not before this time, such as 2026-11-24T08:30 (UTC) or 2026-11-24T08:30+02:00",
  },
  { name: "countdown", value: "<seconds>", kind: "number", description: "Not before so many seconds have passed" },
  { name: "soft_time_limit", value: "<seconds>", kind: "number", description: "Running time after which a tool is told to stop" },
  { name: "time_limit", value: "<seconds>", kind: "number", description: "Running time after which a tool is ended" },
  { name: "max_retries", value: "<n>", kind: "integer", description: "How often a failed stage is tried again (default: 3)" },
  {
    name: "retry_delay",
    value: "<seconds>",
    kind: "number",
    description: "First wait before the next try, doubled each time (default: 60)",
  },
] as const;

const CALLBACKS = [
  { name: "on_success", description: 'What follows a success: a URL that is called, or {"task": ..., "params": ..., "take": ...}' },
  { name: "on_failure", description: "What follows a failure or a cancel, in the same way" },
] as const;

/** Adds `--priority` and the others. */
export function addJobOptions(command: Command): void {
  for (const { name, value, kind, description } of JOB_OPTIONS) {
    const option = new Option(`--${name.replaceAll("_", "-")} ${value}`, description);
    command.addOption(option.argParser((text: string) => orInvalid(() => readOption(kind, text))).helpGroup(GROUP));
  }
  const tag = new Option("--tag <word>", "A word to find the job by; may be given several times");
  command.addOption(tag.argParser((text: string, before: string[] | undefined) => [...(before ?? []), text]).helpGroup(GROUP));
  for (const { name, description } of CALLBACKS) {
    const option = new Option(`--${name.replaceAll("_", "-")} <url|json>`, description);
    command.addOption(option.argParser((text: string) => orInvalid(() => readCallback(text))).helpGroup(GROUP));
  }
  command.addOption(new Option("--idempotency-key <key>", "The same key gives the same job, however often it is sent").helpGroup(GROUP));
}

/** The `options` of a submission, from the command's flags; only those that were given. */
export function jobOptionsOf(command: Command): Record<string, unknown> {
  const flags = command.opts<Record<string, unknown>>();
  const given = [...JOB_OPTIONS, ...CALLBACKS]
    .map(({ name }) => [name, flags[camel(name)]] as const)
    .filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), ...(flags["tag"] === undefined ? {} : { tags: flags["tag"] }) };
}

/** Runs a reader of a flag's text; its refusal becomes commander's, which names the flag. */
export function orInvalid<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof BadValue ? new InvalidArgumentError(error.message) : error;
  }
}

function readOption(kind: (typeof JOB_OPTIONS)[number]["kind"], text: string): unknown {
  return kind === "time" ? utcTime(text) : readValue({ kind, choices: [] }, text);
}

function readCallback(text: string): unknown {
  return text.trimStart().startsWith("{") ? readValue({ kind: "json", choices: [] }, text) : { webhook: text };
}

const GROUP = "How the job is run:";

function camel(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
