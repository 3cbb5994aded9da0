import type { Command } from "commander";
import { buildLocal } from "./local-command.js";

export function build(command: Command, args: string[]): void {
  command
    .description(
      "Analyses the example: reads of a community whose members are known. Shows the reads kept at each stage, the taxa found, and how they compare with the truth.",
    )
    .option("--min-confidence <number>", "Least bootstrap support of a name, 0 to 1 (default: 0.8): only the last stages run again")
    .addHelpText("after", "\nExamples:\n  avalanche demo\n  avalanche demo --min-confidence 0.9\n");
  buildLocal(command, args);
}
