import { type Command, Option } from "commander";
import type { Api } from "../api/api.js";
import type { JobList, JobQuery } from "../api/types.js";
import { CommandError } from "../exit-status.js";
import { countOption } from "../flags/seconds.js";
import { JOB_COLUMNS, type JobColumn, renderJobs, USUAL_COLUMNS } from "../render/job-list.js";
import { openSession } from "../session.js";

const STATES = ["PENDING", "STARTED", "PROGRESS", "RETRY", "PAUSED", "SUCCESS", "FAILURE", "REVOKED"];
const QUEUES = ["default", "analysis", "training", "downloads", "maintenance"];

interface ListFlags {
  json?: boolean;
  state?: JobQuery["state"];
  queue?: JobQuery["queue"];
  task?: string;
  tag?: string;
  owner?: string;
  text?: string;
  after?: string;
  before?: string;
  oldestFirst?: boolean;
  limit?: number;
  page?: string;
  columns?: JobColumn[];
}

export function build(command: Command): void {
  command
    .description("Lists jobs, the newest first.")
    .optionsGroup("Which jobs:")
    .addOption(new Option("--state <state>", "Only jobs in this state").choices(STATES).argParser(upperCase))
    .option("--task <task>", "Only this task, such as run_analysis")
    .addOption(new Option("--queue <queue>", "Only this queue").choices(QUEUES))
    .option("--tag <word>", "Only jobs with this tag")
    .option("--owner <name>", "Only jobs that this user submitted")
    .option("--after <date>", "Submitted at or after, UTC: 2026-11-24 or 2026-11-24T08:30", utc)
    .option("--before <date>", "Submitted before, UTC", utc)
    .option("--text <text>", "Found in the id, the task, the tags or the parameters")
    .optionsGroup("How they are shown:")
    .addOption(countOption("--limit <n>", "At most so many (default: 20)"))
    .option("--page <token>", "Go on where an earlier list ended; the list names the token")
    .option("--oldest-first", "Turn the order round")
    .option("--columns <names>", `Separated by commas: ${JOB_COLUMNS.join(", ")}`, columns)
    .option("--json", "Write JSON")
    .optionsGroup("Options:")
    .action(async (flags: ListFlags) => {
      const { api, screen } = openSession(flags);
      const list = await collect(api, queryOf(flags), flags.limit ?? 20);
      if (screen.json) return screen.document(list);
      if (list.jobs.length === 0) return screen.note("No such jobs.");
      screen.line(renderJobs(list.jobs, flags.columns ?? USUAL_COLUMNS));
      if (list.next_page_token) screen.note(`There are more:  --page ${list.next_page_token}`);
    })
    .addHelpText(
      "after",
      "\nExamples:\n  avalanche list --state FAILURE --after 2026-11-01\n  avalanche list --task run_analysis --tag creek --columns id,state,took,error\n",
    );
}

const PAGE_SIZE = 200;

/** So many jobs, over as many pages as it takes. */
async function collect(api: Api, query: JobQuery, limit: number): Promise<JobList> {
  let list = await api.jobs({ ...query, page_size: Math.min(limit, PAGE_SIZE) });
  while (list.next_page_token !== null && list.jobs.length < limit) {
    const page = await api.jobs({ ...query, page_size: Math.min(limit - list.jobs.length, PAGE_SIZE), page_token: list.next_page_token });
    list = { jobs: [...list.jobs, ...page.jobs], next_page_token: page.next_page_token };
  }
  return list;
}

function queryOf(flags: ListFlags): JobQuery {
  const query = {
    state: flags.state,
    task: flags.task,
    queue: flags.queue,
    tag: flags.tag,
    submitted_by: flags.owner,
    text: flags.text,
    submitted_after: flags.after,
    submitted_before: flags.before,
    sort: flags.oldestFirst ? "submitted_at" : undefined,
    page_token: flags.page,
  };
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as JobQuery;
}

function upperCase(text: string): string {
  const state = text.toUpperCase();
  if (!STATES.includes(state)) throw new CommandError(`--state: ${text} is no state; the states are ${STATES.join(", ")}`);
  return state;
}

/** A date or time without a zone is one of UTC, as all times of Avalanche are. */
function utc(text: string): string {
  const hasZone = /(z|[+-]\d\d:?\d\d)$/i.test(text) && text.length > 10;
  const time = Date.parse(text.length > 10 && !hasZone ? `${text}Z` : text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(time))
    throw new CommandError(`${text} is no date: write 2026-11-24 or 2026-11-24T08:30`);
  return new Date(time).toISOString();
}

function columns(text: string): JobColumn[] {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !(JOB_COLUMNS as string[]).includes(name));
  if (unknown.length > 0)
    throw new CommandError(`--columns: there is no column ${unknown.join(", ")}; there are ${JOB_COLUMNS.join(", ")}`);
  return names as JobColumn[];
}
