import type { Command } from "commander";
import { buildLocal } from "./local-command.js";

export function build(command: Command, args: string[]): void {
  command
    .description("Starts the HTTP API alone. DATABASE_URL and TEMPORAL_ADDRESS say where its servers are; run `avalanche migrate` before.")
    .addHelpText("after", "\nExample:\n  AVALANCHE_HTTP_PORT=8080 avalanche serve\n");
  buildLocal(command, args);
}
