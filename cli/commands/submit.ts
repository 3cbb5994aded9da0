import type { Command } from "commander";
import { followToEnd } from "../follow/follow-to-end.js";
import { goesOn } from "../interrupt.js";
import { buildSubmission } from "./submit-task.js";

export async function build(command: Command, args: string[]): Promise<void> {
  command.description("Submits a job and prints its id. The job runs in the service: this command may end.").addHelpText("after", EXAMPLES);
  await buildSubmission(command, args, addOwn, async ({ id, session, setInterrupt }) => {
    const { api, screen } = session;
    setInterrupt(goesOn(id));
    const { wait } = command.opts<{ wait?: boolean }>();
    if (!screen.json) screen.line(id);
    else if (!wait) screen.document({ id, task_id: id, status: "submitted" });
    if (wait) await followToEnd(api, screen, id, { showResult: (job) => screen.line(`${job.state} ${id}`) });
    else if (screen.interactive) screen.note(`Follow it:  avalanche wait ${id}`);
  });
}

function addOwn(command: Command): void {
  command.option("--wait", "Follow the job to its end");
}

const EXAMPLES = `
Examples:
  avalanche submit run_analysis --dataset-path reads/ --reference silva.fasta.gz --marker 16S-V4
  avalanche submit run_analysis --params analysis.json --min-confidence 0.9 --tag creek

A file or folder of this machine is uploaded first; any other path is one under the service's data root.
`;
