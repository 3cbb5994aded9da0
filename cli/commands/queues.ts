import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { BadValue, readValue } from "../flags/read-value.js";
import { renderQueues } from "../render/queues.js";
import { openSession } from "../session.js";

export function build(command: Command): void {
  command
    .description("Shows how full each queue is, who works on it, and its rate.")
    .option("--json", "Write JSON")
    .action(async (flags: { json?: boolean }) => {
      const { api, screen } = openSession(flags);
      const queues = await api.queues();
      if (screen.json) screen.document({ queues });
      else screen.line(renderQueues(queues));
    })
    .addHelpText("after", "\nExamples:\n  avalanche queues\n  avalanche queues rate downloads 2\n  avalanche queues rate downloads none\n");
  command
    .command("rate")
    .description("Limits how many stages of a queue start in a second, over all workers. It holds at once, also for what is queued.")
    .argument("<queue>", "The queue")
    .argument("<per-second>", "Stages a second, such as 2 or 0.5; none: no limit", perSecond)
    .option("--json", "Write the queue as JSON")
    .action(async (name: string, rate: number | null, _flags: { json?: boolean }, self: Command) => {
      const { api, screen } = openSession(self.optsWithGlobals());
      const queue = await api.setQueueRate(name, rate);
      if (screen.json) screen.document(queue);
      else screen.line(renderQueues([queue]));
      if (!queue.rate_applied) screen.note("Temporal does not answer; it is told of the rate when it is back.");
    });
}

function perSecond(text: string): number | null {
  if (text === "none") return null;
  try {
    return readValue({ kind: "number", choices: [] }, text) as number;
  } catch (error) {
    throw error instanceof BadValue ? new InvalidArgumentError("It must be a number, such as 2 or 0.5, or none.") : error;
  }
}
