import type { Command } from "commander";
import { secondsOption } from "../flags/seconds.js";
import { followToEnd } from "../follow/follow-to-end.js";
import { goesOn } from "../interrupt.js";
import { renderResult } from "../render/result.js";
import { buildSubmission, type Submitted } from "./submit-task.js";

export async function build(command: Command, args: string[]): Promise<void> {
  command.description("Submits a job, shows its progress and prints its result. Ctrl-C leaves the job running.");
  await buildSubmission(command, args, { examples: EXAMPLES, addFlags, after });

  async function after({ id, session, setInterrupt }: Submitted): Promise<void> {
    const { api, screen } = session;
    setInterrupt(goesOn(id));
    if (!screen.json) screen.line(`Job ${id}`);
    const { timeout } = command.opts<{ timeout?: number }>();
    await followToEnd(api, screen, id, { timeoutSeconds: timeout, showResult: (job) => screen.line(`\n${renderResult(job)}`) });
  }
}

function addFlags(command: Command): void {
  command.addOption(secondsOption("--timeout <seconds>", "Stop waiting after so many seconds (exit status 4); the job goes on"));
}

const EXAMPLES = `
Examples:
  avalanche run run_analysis --dataset-path reads/ --reference silva.fasta.gz --marker 16S-V4
  avalanche run run_analysis --dataset-path samples.csv --reference mitofish.fasta --marker 12S-MiFish --min-confidence 0.9
`;
