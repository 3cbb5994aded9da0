import type { Command } from "commander";
import { goesOn, onInterrupt } from "../interrupt.js";
import { openSession } from "../session.js";
import { eachJob } from "./each-job.js";
import { showSubmitted } from "./submit.js";

interface RetryFlags {
  json?: boolean;
  onlyFailed?: boolean;
  wait?: boolean;
}

export function build(command: Command): void {
  command
    .description(
      "Runs finished jobs again, each as a new job with the same parameters, and prints the new ids. While that new job is open, a repeat prints the same id.",
    )
    .argument("<job...>", "The ids of finished jobs")
    .option("--only-failed", "Of a job made of jobs: only the members that did not succeed; the others are taken over")
    .option("--wait", "Follow the new job to its end")
    .option("--json", "Write one JSON document for each job")
    .action(async (ids: string[], flags: RetryFlags) => {
      const session = openSession(flags);
      const setInterrupt = onInterrupt("Interrupted: `avalanche list` shows which jobs were submitted.");
      await eachJob(
        ids,
        (id) => session.api.retry(id, flags.onlyFailed === true),
        async ({ id }) => {
          if (flags.wait) setInterrupt(goesOn(id));
          await showSubmitted(session, id, flags.wait === true);
        },
      );
    })
    .addHelpText("after", "\nExamples:\n  avalanche retry JOB\n  avalanche retry JOB --only-failed --wait\n");
}
