import type { Command } from "commander";
import { runLocalProgram } from "../local-program.js";

/** A command that a program of `local/` does: its flags stand here for the help, and are handed on as they were given. */
export function buildLocal(command: Command, args: string[]): void {
  // The program says what is wrong with its flags; here they are only shown.
  command.allowUnknownOption().allowExcessArguments();
  command.action(() => runLocalProgram(command.name(), args));
}
