import type { Command } from "commander";
import type { Job } from "../api/types.js";
import { changeJobs } from "./each-job.js";

export function build(command: Command): void {
  command
    .description(
      "Stops jobs: their tools end within seconds, their state becomes REVOKED. Stages that are done stay in the cache. A job made of jobs ends with all its members.",
    )
    .argument("<job...>", "The ids of the jobs")
    .option("--json", "Write the job as JSON; of several {jobs: [...]}")
    .action(changeJobs((api, id) => api.cancel(id), lineOf))
    .addHelpText("after", "\nExamples:\n  avalanche cancel JOB\n  avalanche cancel JOB.3      one member of a job made of jobs\n");
}

function lineOf({ id, ready, state }: Job): string {
  return ready ? `Job ${id} is ${state}.` : `Job ${id} is being cancelled. See it end:  avalanche wait ${id}`;
}
