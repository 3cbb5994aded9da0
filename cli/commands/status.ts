import type { Command } from "commander";
import { renderJob } from "../render/job.js";
import { openSession } from "../session.js";

/** Members that are shown. */
const MOST_FAILED = 10;

export function build(command: Command): void {
  command
    .description("Shows one job: its state, its progress, its stages or members, and what went wrong.")
    .argument("<job>", "The job's id, as `avalanche submit` printed it")
    .option("--json", "Write the job as JSON")
    .action(async (id: string, options: { json?: boolean }) => {
      const { api, screen } = openSession(options);
      const job = await api.job(id);
      if (screen.json) return screen.document(job);
      const failed = job.members?.failure ? (await api.jobs({ parent: id, state: "FAILURE", page_size: MOST_FAILED })).jobs : [];
      screen.line(renderJob(job, failed));
    })
    .addHelpText(
      "after",
      `\nExamples:\n  avalanche status job_0123456789abcdefghjkmnpqrs\n  avalanche status job_0123456789abcdefghjkmnpqrs.3   a member of it\n`,
    );
}
