import type { Command } from "commander";
import type { Job } from "../api/types.js";
import { changeJobs } from "./each-job.js";

export function build(command: Command): void {
  command
    .description(
      "Holds jobs before their next stage; a stage that keeps checkpoints is stopped at once. A job made of jobs holds with all its members. Nothing is lost; `avalanche resume` lets them go on.",
    )
    .argument("<job...>", "The ids of the jobs")
    .option("--json", "Write the job as JSON; of several {jobs: [...]}")
    .action(changeJobs((api, id) => api.pause(id), lineOf))
    .addHelpText("after", "\nExample:\n  avalanche pause JOB\n");
}

function lineOf({ id, state }: Job): string {
  const how = state === "PAUSED" ? "is PAUSED." : "holds before its next stage.";
  return `Job ${id} ${how} Let it go on:  avalanche resume ${id}`;
}
