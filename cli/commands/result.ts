import { pipeline } from "node:stream/promises";
import type { Command } from "commander";
import { CommandError } from "../exit-status.js";
import { reportFailure, statusOf } from "../follow/ending.js";
import { openArtifact, saveArtifacts } from "../follow/save-artifacts.js";
import { progressLine } from "../render/progress.js";
import { renderResult } from "../render/result.js";
import { count } from "../render/text.js";
import { openSession, type Session } from "../session.js";

interface ResultFlags {
  json?: boolean;
  artifact?: string;
  save?: string;
}

export function build(command: Command): void {
  command
    .description("Prints the result of a job: tables on a terminal, JSON in a pipe. Its files are loaded with --save or --artifact.")
    .argument("<job>", "The job's id")
    .option("--save <folder>", "Load all files of the job into a folder")
    .option("--artifact <name>", "Write one file of the job, such as features.tsv, to standard output")
    .option("--json", "Write the result as JSON, on a terminal too")
    .action(async (id: string, flags: ResultFlags) => {
      if (flags.artifact !== undefined && flags.save !== undefined) throw new CommandError("give either --artifact or --save");
      const session = openSession(flags);
      if (flags.artifact !== undefined)
        return pipeline(await openArtifact(session.api, id, flags.artifact), process.stdout, { end: false });
      return flags.save === undefined ? print(session, id) : save(session, id, flags.save);
    })
    .addHelpText("after", EXAMPLES);
}

async function print({ api, screen }: Session, id: string): Promise<void> {
  const job = await api.job(id);
  if (!job.ready) throw new CommandError(`job ${id} has no result yet: ${progressLine(job)}\nWait for it:  avalanche wait ${id}`);
  process.exitCode = statusOf(job);
  // What members achieved is kept, also where their parent failed.
  if (!job.successful && !job.members) return reportFailure(screen, job);
  if (screen.json || !screen.interactive) screen.document(job.result);
  else screen.line(renderResult(job));
  if (!job.successful) reportFailure(screen, job);
}

async function save({ api, screen }: Session, id: string, folder: string): Promise<void> {
  const files = await api.artifacts(id);
  const paths = await saveArtifacts(api, id, files, folder);
  if (screen.json) screen.document({ files: paths });
  else screen.line(`${count(paths.length)} files in ${folder}:\n${paths.map((path) => `  ${path}`).join("\n")}`);
}

const EXAMPLES = `
Examples:
  avalanche result JOB
  avalanche result JOB --save creek-results
  avalanche result JOB --artifact features.tsv > features.tsv
  avalanche result JOB --artifact report.html > report.html
`;
