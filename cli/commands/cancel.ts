import type { Command } from "commander";
import { openSession } from "../session.js";

export function build(command: Command): void {
  command
    .description("Stops a job: its tools end within seconds, its state becomes REVOKED. Stages that are done stay in the cache.")
    .argument("<job>", "The job's id")
    .option("--json", "Write the job as JSON")
    .action(async (id: string, options: { json?: boolean }) => {
      const { api, screen } = openSession(options);
      const job = await api.cancel(id);
      if (screen.json) screen.document(job);
      else screen.line(job.ready ? `Job ${id} is ${job.state}.` : `Job ${id} is being cancelled. See it end:  avalanche wait ${id}`);
    })
    .addHelpText("after", "\nExample:\n  avalanche cancel JOB\n");
}
