import type { Command } from "commander";
import { secondsOption } from "../flags/seconds.js";
import { followToEnd } from "../follow/follow-to-end.js";
import { goesOn, onInterrupt } from "../interrupt.js";
import { renderEnd } from "../render/job.js";
import { openSession } from "../session.js";

export function build(command: Command): void {
  command
    .description("Follows a job to its end, with its progress. Ctrl-C leaves the job running.")
    .argument("<job>", "The job's id")
    .addOption(secondsOption("--timeout <seconds>", "Stop waiting after so many seconds (exit status 4); the job goes on"))
    .option("--json", "Write the job as JSON when it is done")
    .action(async (id: string, options: { json?: boolean; timeout?: number }) => {
      const { api, screen } = openSession(options);
      onInterrupt(goesOn(id));
      await followToEnd(api, screen, id, { timeoutSeconds: options.timeout, showResult: (job) => screen.line(renderEnd(job)) });
    })
    .addHelpText("after", EXAMPLES);
}

const EXAMPLES = `
Examples:
  avalanche wait JOB
  avalanche wait JOB --timeout 300 && avalanche result JOB
`;
