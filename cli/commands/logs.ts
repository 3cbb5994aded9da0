import type { Command } from "commander";
import { followStream } from "../api/follow-stream.js";
import type { LogChunk } from "../api/types.js";
import { goesOn, onInterrupt } from "../interrupt.js";
import { renderLog } from "../render/event.js";
import type { Screen } from "../screen.js";
import { openSession } from "../session.js";

export function build(command: Command): void {
  command
    .description("Shows what the tools of a job wrote while they ran: vsearch, cutadapt, ...")
    .argument("<job>", "The job's id")
    .option("-f, --follow", "Go on with new lines until the job is done")
    .option("--stage <name>", "Only this stage, such as trim_primers")
    .option("--json", "Write JSON; with --follow one piece of log a line")
    .action(async (id: string, options: { json?: boolean; follow?: boolean; stage?: string }) => {
      const { api, screen } = openSession(options);
      const wanted = (chunk: LogChunk) => options.stage === undefined || chunk.stage === options.stage;
      const show = createLogWriter(screen);
      if (!options.follow) {
        const logs = (await api.logs(id)).filter(wanted);
        if (screen.json) screen.document({ logs });
        else logs.forEach(show);
        return;
      }
      onInterrupt(goesOn(id));
      for await (const chunk of followStream<LogChunk>(api, id, "logs")) if (wanted(chunk)) show(chunk);
    })
    .addHelpText("after", "\nExamples:\n  avalanche logs JOB --stage merge_pairs\n  avalanche logs JOB --follow\n");
}

function createLogWriter(screen: Screen): (chunk: LogChunk) => void {
  let before: LogChunk | undefined;
  return (chunk) => {
    if (screen.json) screen.document(chunk, "one line");
    else screen.write(renderLog(chunk, before));
    before = chunk;
  };
}
