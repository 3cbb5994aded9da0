import type { Command } from "commander";
import { buildLocal } from "./local-command.js";

export function build(command: Command, args: string[]): void {
  command
    .description(
      "Starts the endpoint with which Temporal's Web UI and the `temporal` command line show compressed values in the clear. " +
        "It listens on this machine only and reads no file; `avalanche dev` starts one by itself.",
    )
    .option("--port <port>", "Where it listens, on 127.0.0.1 (default: 8081)")
    .option("--web-ui <addresses>", "Web UIs whose pages may ask, separated by commas (default: none)")
    .addHelpText(
      "after",
      "\nExamples:\n  avalanche codec --web-ui https://temporal.example.org\n" +
        "  temporal workflow show --workflow-id JOB --codec-endpoint http://127.0.0.1:8081\n",
    );
  buildLocal(command, args);
}
