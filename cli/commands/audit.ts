import { type Command, Option } from "commander";
import type { Api } from "../api/api.js";
import type { Audit, AuditQuery } from "../api/types.js";
import { given } from "../flags/job-filter.js";
import { countOption } from "../flags/seconds.js";
import { renderAudit } from "../render/audit.js";
import { openSession } from "../session.js";

interface AuditFlags {
  json?: boolean;
  job?: string;
  action?: NonNullable<AuditQuery["action"]>;
  limit?: number;
}

const ACTIONS = ["cancel", "pause", "resume", "retry", "purge", "queue_rate", "activate_reference", "remove_reference"];

export function build(command: Command): void {
  command
    .description("Shows who cancelled, paused, resumed or retried which job, purged jobs or set a queue's rate: the newest first.")
    .option("--job <job>", "Only what was done to this job")
    .addOption(new Option("--action <action>", "Only this").choices(ACTIONS))
    .addOption(countOption("--limit <n>", "At most so many (default: 20)"))
    .option("--json", "Write JSON")
    .action(async (flags: AuditFlags) => {
      const { api, screen } = openSession(flags);
      const entries = await collect(api, given({ job: flags.job, action: flags.action }), flags.limit ?? 20);
      if (screen.json) screen.document({ entries });
      else if (entries.length === 0) screen.note("Nothing was done.");
      else screen.line(renderAudit(entries));
    })
    .addHelpText("after", "\nExamples:\n  avalanche audit\n  avalanche audit --job JOB\n  avalanche audit --action purge --limit 100\n");
}

const PAGE_SIZE = 200;

async function collect(api: Api, query: AuditQuery, limit: number): Promise<Audit["entries"]> {
  const entries: Audit["entries"] = [];
  for (let before: number | null | undefined; before !== null && entries.length < limit; ) {
    const page = await api.audit({ ...query, ...given({ before }), limit: Math.min(PAGE_SIZE, limit - entries.length) });
    entries.push(...page.entries);
    before = page.next_before;
  }
  return entries;
}
