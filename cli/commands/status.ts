import type { Command } from "commander";
import { renderJob } from "../render/job.js";
import { openSession } from "../session.js";

export function build(command: Command): void {
  command
    .description("Shows one job: its state, its progress, each stage, and what went wrong.")
    .argument("<job>", "The job's id, as `avalanche submit` printed it")
    .option("--json", "Write the job as JSON")
    .action(async (id: string, options: { json?: boolean }) => {
      const { api, screen } = openSession(options);
      const job = await api.job(id);
      if (screen.json) screen.document(job);
      else screen.line(renderJob(job));
    })
    .addHelpText("after", `\nExample:\n  avalanche status job_0123456789abcdefghjkmnpqrs\n`);
}
