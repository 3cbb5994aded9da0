import { randomUUID } from "node:crypto";
import { Command } from "commander";
import { ApiProblem } from "../api/problem.js";
import { addJobOptions, jobOptionsOf } from "../flags/job-options.js";
import { readParamsFile } from "../flags/params-file.js";
import { flagsOfSchema } from "../flags/schema-flags.js";
import type { JsonSchema, TaskFlag } from "../flags/task-flag.js";
import { addTaskFlags, paramsOf, valueAt } from "../flags/task-options.js";
import { exampleOf } from "../flags/task-example.js";
import { findTask, listTasks, loadTasks, type TaskHelp } from "../flags/tasks.js";
import { CommandError } from "../exit-status.js";
import { createUploadDisplay } from "../follow/upload-display.js";
import { onInterrupt } from "../interrupt.js";
import { openSession, type Session } from "../session.js";
import type { Submission } from "../api/types.js";
import { oneLine } from "../render/text.js";
import { placesAt } from "../upload/places.js";
import { uploadParams } from "../upload/upload-params.js";

/** A task that was submitted. */
export interface Submitted {
  id: string;
  session: Session;
  /** What Ctrl-C prints from now on. */
  setInterrupt(message: string): void;
}

/** What a command that submits adds of its own. */
interface Own {
  /** For the help that names no task. */
  examples: string;
  addFlags(command: Command): void;
  /** What is done with the job. */
  after(submitted: Submitted): Promise<void>;
}

/**
 * Gives a command the argument TASK with that task's flags, the flags of every job, and its own.
 *
 * @param args the command's arguments: the task decides which flags there are
 */
export async function buildSubmission(command: Command, args: string[], own: Own): Promise<void> {
  const addShared = (to: Command) => {
    addJobOptions(to);
    own.addFlags(to);
    to.option("--params <file>", "Parameters from a JSON file (- for standard input); a flag given beside it counts more");
    to.option("--json", "Write one JSON document");
  };
  const probe = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  addShared(probe);
  const asked = taskOf(probe, args);
  const isHelp = args.includes("--help") || args.includes("-h") || asked === undefined;
  const session = openSession({ json: args.includes("--json") });
  const tasks = await loadTasks(session, isHelp ? "help" : "submit");
  if (asked === undefined || (isHelp && tasks.length === 0)) {
    command
      .argument("<task>", "What to do: one of the service's tasks")
      .addHelpText("after", own.examples + ABOUT_FILES + helpOf(command, tasks));
    addShared(command);
    return;
  }
  const task = findTask(tasks, asked);
  const flags = flagsOfSchema(task.params as JsonSchema, new Set(["help", ...probe.options.map((option) => option.long?.slice(2) ?? "")]));
  command.argument("<task>").usage(`${task.task} [flags]`).description(`${task.task}: ${task.summary}`);
  addTaskFlags(command, flags);
  addShared(command);
  command.addHelpText("after", exampleOf(command.name(), task, flags) + (task.files.length + task.jobs.length > 0 ? ABOUT_FILES : ""));
  command.action(async () => own.after(await submit({ session, command, tasks, task, flags })));
}

interface Asked {
  session: Session;
  command: Command;
  tasks: readonly TaskHelp[];
  task: TaskHelp;
  flags: TaskFlag[];
}

async function submit({ session, command, tasks, task, flags }: Asked): Promise<Submitted> {
  const setInterrupt = onInterrupt("Interrupted: nothing was submitted.");
  const { params: file, idempotencyKey } = command.opts<{ params?: string; idempotencyKey?: string }>();
  const given = paramsOf(command, flags, file === undefined ? {} : await readParamsFile(file));
  refuseMissing(flags, given);
  const params = await uploadParams(session.api, task, given, {
    tasks,
    dataRoot: localDataRoot(session),
    display: createUploadDisplay(session.screen),
  });
  const body = { task: task.task, params, options: jobOptionsOf(command) } as Submission;
  setInterrupt("Interrupted while the job was being submitted: `avalanche list` shows whether it was.");
  const { id, warnings = [] } = await session.api.submit(body, idempotencyKey ?? randomUUID()).catch((error: unknown) => {
    for (const path of notHere(error, task, given, params)) {
      session.screen.note(`Not found on this machine, so looked for under the service's data root: ${oneLine(path)}`);
    }
    throw withFlags(error, flags);
  });
  for (const warning of warnings) session.screen.note(`Warning: ${warning}`);
  return { id, session, setInterrupt };
}

/** Told before anything is uploaded; all else is checked by the service. */
function refuseMissing(flags: TaskFlag[], params: Record<string, unknown>): void {
  const missing = flags.filter((flag) => flag.required && valueAt(params, flag.path) === undefined);
  if (missing.length === 0) return;
  throw new CommandError(`needed too:\n${missing.map((flag) => `  --${flag.name}: ${flag.description}`).join("\n")}`);
}

/** The data root of a service that was started from this folder; elsewhere it is not known, and files are uploaded. */
export function localDataRoot({ service, config }: Session): string | undefined {
  return service.from === "AVALANCHE_API_URL" ? undefined : config.dataRoot;
}

/** The first argument that is no flag; before it, only the flags of every task are understood. */
function taskOf(probe: Command, args: string[]): string | undefined {
  try {
    return probe.parseOptions(args).operands[0];
  } catch {
    // A flag with a bad value: the command itself says so.
    return args.find((arg) => !arg.startsWith("-"));
  }
}

function helpOf(command: Command, tasks: TaskHelp[]): string {
  const list = tasks.length > 0 ? `Tasks:\n${listTasks(tasks)}` : "Start the service (`avalanche dev`) to see its tasks.";
  return `\n${list}\n\nThe flags of a task:  avalanche ${command.name()} TASK --help\n`;
}

const ABOUT_FILES = `
A file or folder of this machine is uploaded first; any other path is one under the service's data root.
`;

/** Of the paths that the service refused, those that were not found on this machine: most likely one was meant. */
function notHere(error: unknown, task: TaskHelp, given: Record<string, unknown>, sent: Record<string, unknown>): string[] {
  if (!(error instanceof ApiProblem)) return [];
  const refused = error.problem.issues?.map(({ path }) => path) ?? [];
  return task.files
    .flatMap((parameter) => placesAt(sent, parameter))
    .map(({ value, path }) => ({ value, dotted: path.join(".") }))
    .filter(({ value, dotted }) => refused.includes(`params.${dotted}`) && placesAt(given, dotted)[0]?.value === value)
    .map(({ value }) => String(value));
}

/** The refusal's issues name the flags, too. */
function withFlags(error: unknown, flags: TaskFlag[]): unknown {
  if (error instanceof ApiProblem) error.flags = flags;
  return error;
}
