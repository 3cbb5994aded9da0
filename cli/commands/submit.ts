import type { Command } from "commander";
import { followToEnd } from "../follow/follow-to-end.js";
import { goesOn } from "../interrupt.js";
import type { Session } from "../session.js";
import { buildSubmission, type Submitted } from "./submit-task.js";

export async function build(command: Command, args: string[]): Promise<void> {
  command.description("Submits a job and prints its id. The job runs in the service: this command may end.");
  const addFlags = (to: Command) => void to.option("--wait", "Follow the job to its end");
  await buildSubmission(command, args, { examples: EXAMPLES, addFlags, after });

  async function after({ id, session, setInterrupt }: Submitted): Promise<void> {
    setInterrupt(goesOn(id));
    await showSubmitted(session, id, command.opts<{ wait?: boolean }>().wait === true);
  }
}

/** The id alone; with `wait` also how the job goes on to its end. */
export async function showSubmitted({ api, screen }: Session, id: string, wait: boolean): Promise<void> {
  if (!screen.json) screen.line(id);
  else if (!wait) screen.document({ id, task_id: id, status: "submitted" });
  if (wait) await followToEnd(api, screen, id, { showResult: (job) => screen.line(`${job.state} ${id}`) });
  else if (screen.interactive) screen.note(`Follow it:  avalanche wait ${id}`);
}

const EXAMPLES = `
Examples:
  avalanche submit run_analysis --dataset-path reads/ --reference silva.fasta.gz --marker 16S-V4
  avalanche submit run_analysis --params analysis.json --min-confidence 0.9 --tag creek
`;
