import type { Command } from "commander";
import { buildLocal } from "./local-command.js";

export function build(command: Command, args: string[]): void {
  command
    .description("Brings the database of DATABASE_URL to this version's tables. Safe to repeat; `avalanche dev` does it by itself.")
    .addHelpText("after", "\nExample:\n  DATABASE_URL=postgres://avalanche@db/avalanche avalanche migrate\n");
  buildLocal(command, args);
}
