import type { Command } from "commander";
import type { Api } from "../api/api.js";
import type { JobList, JobQuery } from "../api/types.js";
import { CommandError } from "../exit-status.js";
import { addFilterFlags, type FilterFlags, filterOf, given, STATES } from "../flags/job-filter.js";
import { countOption } from "../flags/seconds.js";
import { JOB_COLUMNS, type JobColumn, MEMBER_COLUMNS, renderJobs, USUAL_COLUMNS } from "../render/job-list.js";
import { openSession } from "../session.js";

interface ListFlags extends FilterFlags {
  json?: boolean;
  owner?: string;
  parent?: string;
  scheduled?: boolean;
  oldestFirst?: boolean;
  limit?: number;
  page?: string;
  columns?: JobColumn[];
}

export function build(command: Command): void {
  addFilterFlags(command.description("Lists jobs, the newest first.").optionsGroup("Which jobs:"), STATES)
    .option("--owner <name>", "Only jobs that this user submitted")
    .option("--parent <job>", "The members of this job, in their order, and what follows them")
    .option("--scheduled", "Only jobs that are not yet due")
    .optionsGroup("How they are shown:")
    .addOption(countOption("--limit <n>", "At most so many (default: 20; of members all)"))
    .option("--page <token>", "Go on where an earlier list ended; the list names the token")
    .option("--oldest-first", "Turn the order round")
    .option("--columns <names>", `Separated by commas: ${JOB_COLUMNS.join(", ")}`, columns)
    .option("--json", "Write JSON")
    .optionsGroup("Options:")
    .action(async (flags: ListFlags) => {
      const { api, screen } = openSession(flags);
      const isOfMembers = flags.parent !== undefined;
      const list = await collect(api, queryOf(flags), flags.limit ?? (isOfMembers ? Number.POSITIVE_INFINITY : 20));
      if (screen.json) return screen.document(list);
      if (list.jobs.length === 0) return screen.note("No such jobs.");
      screen.line(renderJobs(list.jobs, flags.columns ?? (isOfMembers ? MEMBER_COLUMNS : USUAL_COLUMNS)));
      if (list.next_page_token) screen.note(`There are more:  --page ${list.next_page_token}`);
    })
    .addHelpText(
      "after",
      "\nExamples:\n  avalanche list --state FAILURE --after 2026-11-01\n  avalanche list --task run_analysis --tag creek --columns id,state,took,error\n  avalanche list --parent JOB --state FAILURE\n",
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
  const { owner, parent, scheduled, oldestFirst, page } = flags;
  const more = {
    parent,
    submitted_by: owner,
    scheduled: scheduled ? ("true" as const) : undefined,
    sort: oldestFirst ? ("submitted_at" as const) : undefined,
    page_token: page,
  };
  return { ...filterOf(flags), ...given(more) };
}

function columns(text: string): JobColumn[] {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !(JOB_COLUMNS as string[]).includes(name));
  if (unknown.length > 0)
    throw new CommandError(`--columns: there is no column ${unknown.join(", ")}; there are ${JOB_COLUMNS.join(", ")}`);
  return names as JobColumn[];
}
