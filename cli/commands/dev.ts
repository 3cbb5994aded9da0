import type { Command } from "commander";
import { buildLocal } from "./local-command.js";

export function build(command: Command, args: string[]): void {
  command
    .description(
      "Starts everything on this machine, in the foreground: a private PostgreSQL and a Temporal server, the API and one worker for all queues. " +
        "Jobs survive Ctrl-C, kill -9 and a restart; the next start goes on with them.",
    )
    .addHelpText("after", EXAMPLES);
  buildLocal(command, args);
}

const EXAMPLES = `
Example:
  avalanche dev

All state stands in AVALANCHE_HOME (.avalanche). DATABASE_URL and TEMPORAL_ADDRESS name servers to use instead of own ones;
AVALANCHE_HTTP_PORT the port of the API (8080, or a free one where that is taken).
`;
