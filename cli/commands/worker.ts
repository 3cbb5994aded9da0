import type { Command } from "commander";
import { buildLocal } from "./local-command.js";

export function build(command: Command, args: string[]): void {
  command
    .description("Starts one worker: it takes jobs from its queues and runs their stages. Start as many as you like, on as many machines.")
    .option("--queues <names>", "Separated by commas: default, analysis, training, downloads, maintenance (default: all)")
    .option("--concurrency <n>", "Stages that run at once, on each queue (default: 4)")
    .option("--name <name>", "How it is shown; %h is the machine's name (default: worker@%h)")
    .option("--max-stages <n>", "Stages after which the working process is replaced, without a stall (default: 10000)")
    .option("--max-memory <MB>", "Resident memory above which it is replaced after a stage (default: 2048)")
    .option("--log-level <level>", "fatal, error, warn, info, debug or trace (default: LOG_LEVEL, or info)")
    .addHelpText(
      "after",
      "\nExamples:\n  avalanche worker\n  avalanche worker --queues analysis,training --concurrency 4 --name analysis@%h\n",
    );
  buildLocal(command, args);
}
