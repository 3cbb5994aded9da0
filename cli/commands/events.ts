import type { Command } from "commander";
import { followStream } from "../api/follow-stream.js";
import type { JobEvent } from "../api/types.js";
import { goesOn, onInterrupt } from "../interrupt.js";
import { renderEvent } from "../render/event.js";
import { openSession } from "../session.js";

export function build(command: Command): void {
  command
    .description("Shows what happened to a job, with times: its states, its stages, its retries.")
    .argument("<job>", "The job's id")
    .option("-f, --follow", "Go on with new events until the job is done")
    .option("--json", "Write JSON; with --follow one event a line")
    .action(async (id: string, options: { json?: boolean; follow?: boolean }) => {
      const { api, screen } = openSession(options);
      if (!options.follow) {
        const events = await api.events(id);
        if (screen.json) screen.document({ events });
        else for (const event of events) screen.line(renderEvent(event));
        return;
      }
      onInterrupt(goesOn(id));
      for await (const event of followStream<JobEvent>(api, id, "events")) {
        if (screen.json) screen.document(event, "one line");
        else screen.line(renderEvent(event));
      }
    })
    .addHelpText("after", "\nExamples:\n  avalanche events JOB\n  avalanche events JOB --follow --json\n");
}
