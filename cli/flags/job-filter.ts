import { type Command, Option } from "commander";
import type { JobQuery } from "../api/types.js";
import { CommandError } from "../exit-status.js";
import { orInvalid } from "./job-options.js";
import { utcTime } from "./utc-time.js";

export const OPEN_STATES = ["PENDING", "STARTED", "PROGRESS", "RETRY", "PAUSED"];
export const STATES = [...OPEN_STATES, "SUCCESS", "FAILURE", "REVOKED"];
const QUEUES = ["default", "analysis", "training", "downloads", "maintenance"];

/** Which jobs are meant. */
export interface FilterFlags {
  state?: JobQuery["state"];
  queue?: JobQuery["queue"];
  task?: string;
  tag?: string;
  after?: string;
  before?: string;
  text?: string;
}

/** Adds `--state` and the others, in the group of options that is open. */
export function addFilterFlags(command: Command, states: readonly string[]): Command {
  const state = (text: string) => knownState(text, states);
  const time = (text: string) => orInvalid(() => utcTime(text));
  return command
    .addOption(new Option("--state <state>", "Only jobs in this state").choices(states).argParser(state))
    .option("--task <task>", "Only this task, such as run_analysis")
    .addOption(new Option("--queue <queue>", "Only this queue").choices(QUEUES))
    .option("--tag <word>", "Only jobs with this tag")
    .option("--after <date>", "Submitted at or after, UTC: 2026-11-24 or 2026-11-24T08:30", time)
    .option("--before <date>", "Submitted before, UTC", time)
    .option("--text <text>", "Found in the id, the task, the tags or the parameters");
}

/** The API's filter; only what was given. */
export function filterOf({
  state,
  queue,
  task,
  tag,
  after,
  before,
  text,
}: FilterFlags): Omit<JobQuery, "sort" | "page_size" | "page_token"> {
  return given({ state, queue, task, tag, submitted_after: after, submitted_before: before, text });
}

/** Without the fields that have no value. */
export function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function knownState(text: string, states: readonly string[]): string {
  const state = text.toUpperCase();
  if (!states.includes(state)) throw new CommandError(`--state: ${text} is no such state; there are ${states.join(", ")}`);
  return state;
}
