import { readFileSync } from "node:fs";
import { Command } from "commander";

interface Entry {
  name: string;
  /** As the list of commands shows it. */
  usage: string;
  group: string;
  summary: string;
  load(): Promise<{ build(command: Command, args: string[]): void | Promise<void> }>;
}

const START = "Start the service:";
const SUBMIT = "Submit a job:";
const FOLLOW = "Follow jobs:";
const CONTROL = "Change jobs:";
const MATERIAL = "What jobs work with:";
const CARE = "When something is wrong:";

const ENTRIES: Entry[] = [
  {
    name: "dev",
    usage: "dev",
    group: START,
    summary: "everything on this machine, in the foreground",
    load: () => import("./commands/dev.js"),
  },
  {
    name: "demo",
    usage: "demo",
    group: START,
    summary: "analyse the example and compare with the truth",
    load: () => import("./commands/demo.js"),
  },
  { name: "serve", usage: "serve", group: START, summary: "the HTTP API alone", load: () => import("./commands/serve.js") },
  { name: "worker", usage: "worker", group: START, summary: "one worker alone", load: () => import("./commands/worker.js") },
  {
    name: "codec",
    usage: "codec",
    group: START,
    summary: "what shows compressed values in Temporal's Web UI",
    load: () => import("./commands/codec.js"),
  },
  {
    name: "migrate",
    usage: "migrate",
    group: START,
    summary: "bring the database up to date",
    load: () => import("./commands/migrate.js"),
  },
  {
    name: "run",
    usage: "run TASK",
    group: SUBMIT,
    summary: "submit, show progress, print the result",
    load: () => import("./commands/run.js"),
  },
  {
    name: "submit",
    usage: "submit TASK",
    group: SUBMIT,
    summary: "submit and print the job's id",
    load: () => import("./commands/submit.js"),
  },
  {
    name: "list",
    usage: "list",
    group: FOLLOW,
    summary: "jobs, by state, task, tag or date; members of a job",
    load: () => import("./commands/list.js"),
  },
  {
    name: "status",
    usage: "status JOB",
    group: FOLLOW,
    summary: "how one job stands, stage by stage",
    load: () => import("./commands/status.js"),
  },
  { name: "wait", usage: "wait JOB", group: FOLLOW, summary: "progress until the job is done", load: () => import("./commands/wait.js") },
  {
    name: "result",
    usage: "result JOB",
    group: FOLLOW,
    summary: "what came out; load its files",
    load: () => import("./commands/result.js"),
  },
  {
    name: "events",
    usage: "events JOB",
    group: FOLLOW,
    summary: "what happened to the job, with times",
    load: () => import("./commands/events.js"),
  },
  { name: "logs", usage: "logs JOB", group: FOLLOW, summary: "what its tools wrote", load: () => import("./commands/logs.js") },
  {
    name: "cancel",
    usage: "cancel JOB",
    group: CONTROL,
    summary: "stop the job and its tools",
    load: () => import("./commands/cancel.js"),
  },
  {
    name: "pause",
    usage: "pause JOB",
    group: CONTROL,
    summary: "hold the job before its next stage",
    load: () => import("./commands/pause.js"),
  },
  { name: "resume", usage: "resume JOB", group: CONTROL, summary: "let a paused job go on", load: () => import("./commands/resume.js") },
  {
    name: "retry",
    usage: "retry JOB",
    group: CONTROL,
    summary: "run a finished job again, or only its failed members",
    load: () => import("./commands/retry.js"),
  },
  {
    name: "purge",
    usage: "purge",
    group: CONTROL,
    summary: "cancel many jobs at once, by a filter",
    load: () => import("./commands/purge.js"),
  },
  {
    name: "references",
    usage: "references list|show|install|activate|remove",
    group: MATERIAL,
    summary: "reference databases by name and version",
    load: () => import("./commands/references.js"),
  },
  {
    name: "queues",
    usage: "queues [rate QUEUE PER_SECOND]",
    group: CARE,
    summary: "how full the queues are; limit the rate of one",
    load: () => import("./commands/queues.js"),
  },
  {
    name: "doctor",
    usage: "doctor [JOB]",
    group: CARE,
    summary: "check this machine and the service, or see why a job waits",
    load: () => import("./commands/doctor.js"),
  },
  {
    name: "audit",
    usage: "audit",
    group: CARE,
    summary: "who cancelled, paused, retried or purged what",
    load: () => import("./commands/audit.js"),
  },
];

/**
 * The command line. Only the command that is asked for is loaded: the others are a line each in the help.
 *
 * @param args what follows `avalanche`
 */
export async function createProgram(args: string[]): Promise<Command> {
  const program = new Command("avalanche")
    .description("Environmental DNA: from sequencing reads to a table of taxa, as jobs that survive the death of any process.")
    .usage("COMMAND [flags]")
    .version(version(), "-V, --version", "Print the version")
    .helpOption("-h, --help", "Show help; also for one command: avalanche COMMAND --help")
    .helpCommand(false)
    .exitOverride()
    .showHelpAfterError("(--help shows how)")
    .configureHelp({
      helpWidth: Math.min(process.stdout.columns || 100, 110),
      subcommandTerm: usageOf,
      argumentTerm: (argument) => argument.name().toUpperCase(),
    })
    .addHelpText("after", AFTER);
  const asked = args.find((arg) => !arg.startsWith("-"));
  for (const entry of ENTRIES) {
    const command = program.command(entry.name).summary(entry.summary).helpGroup(entry.group).helpOption("-h, --help", "Show this help");
    command.usage(`${entry.usage.slice(entry.name.length + 1)} [flags]`.trimStart());
    if (entry.name === asked) await (await entry.load()).build(command, args.slice(args.indexOf(asked) + 1));
  }
  return program;
}

function usageOf(command: Command): string {
  return ENTRIES.find((entry) => entry.name === command.name())?.usage ?? command.name();
}

/** Of package.json, seen from `dist/cli/` or from `cli/`. */
function version(): string {
  const place = import.meta.url.endsWith(".ts") ? "../package.json" : "../../package.json";
  return (JSON.parse(readFileSync(new URL(place, import.meta.url), "utf8")) as { version: string }).version;
}

const AFTER = `
Examples:
  avalanche dev                                        start the service (leave it running)
  avalanche run run_analysis --dataset-path reads/ --reference silva.fasta.gz --marker 16S-V4
  avalanche list --state FAILURE

Environment:
  AVALANCHE_HOME     folder of all state of a local service (.avalanche)
  AVALANCHE_API_URL  where the service is (default: the one that runs in AVALANCHE_HOME, else http://127.0.0.1:8080)
  AVALANCHE_TOKEN    what the service asks for (default: the file token in AVALANCHE_HOME)

Exit status: 0 success, 1 the job failed or was cancelled, 2 bad usage or refused, 3 the service cannot be reached,
4 timeout, 130 interrupted. At 4 and 130 the job goes on.
`;
