import type { Command } from "commander";
import { changeJobs } from "./each-job.js";

export function build(command: Command): void {
  command
    .description("Lets paused jobs go on where they were held.")
    .argument("<job...>", "The ids of the jobs")
    .option("--json", "Write the job as JSON; of several {jobs: [...]}")
    .action(
      changeJobs(
        (api, id) => api.resume(id),
        ({ id }) => `Job ${id} goes on. Follow it:  avalanche wait ${id}`,
      ),
    )
    .addHelpText("after", "\nExample:\n  avalanche resume JOB\n");
}
