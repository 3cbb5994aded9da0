import type { Command } from "commander";
import type { Purge, Purged } from "../api/types.js";
import { addFilterFlags, type FilterFlags, filterOf, OPEN_STATES } from "../flags/job-filter.js";
import { count } from "../render/text.js";
import { openSession } from "../session.js";

interface PurgeFlags extends FilterFlags {
  json?: boolean;
  yes?: boolean;
}

export function build(command: Command): void {
  addFilterFlags(
    command
      .description("Cancels all open jobs that match. Without --yes it only says which; without any filter it means all of yours.")
      .optionsGroup("Which jobs:"),
    OPEN_STATES,
  )
    .optionsGroup("Options:")
    .option("--yes", "Cancel them")
    .option("--json", "Write JSON")
    .action(async (flags: PurgeFlags) => {
      const { api, screen } = openSession(flags);
      const filter = filterOf(flags) as NonNullable<Purge["filter"]>;
      const dryRun = await api.purge({ filter, dry_run: true });
      const purged = flags.yes && dryRun.confirm ? await api.purge({ filter, dry_run: false, confirm: dryRun.confirm }) : dryRun;
      if (screen.json) return screen.document(purged);
      for (const line of linesOf(purged)) screen.line(line);
      if (purged.dry_run && purged.count > 0) screen.note("Nothing was cancelled. Cancel them:  the same with --yes");
    })
    .addHelpText(
      "after",
      "\nExamples:\n  avalanche purge --state PENDING --task noop\n  avalanche purge --state PENDING --task noop --yes\n",
    );
}

function linesOf({ count: all, ids, dry_run: dryRun }: Purged): string[] {
  if (all === 0) return ["No such jobs."];
  const jobs = all === 1 ? "1 job" : `${count(all)} jobs`;
  const more = all - ids.length;
  return [
    dryRun ? `${jobs} would be cancelled:` : `Cancelling ${jobs}:`,
    ...ids.map((id) => `  ${id}`),
    ...(more > 0 ? [`  and ${count(more)} more`] : []),
  ];
}
