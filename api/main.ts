import { parseArgs } from "node:util";
import { pino } from "pino";
import { checkLogLevel, ConfigError, loadConfig } from "../config/config.js";
import { serve } from "./serve.js";

/** The API process: answers until it is told to stop, then lets the calls that run end. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { "log-level": { type: "string" }, "with-parent": { type: "boolean", default: false } } });
  const config = loadConfig();
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop.abort());
  // Whoever started this process holds the other end: it closes with the death of that one, too.
  if (values["with-parent"]) process.stdin.on("end", () => stop.abort()).resume();
  await serve({ config, log: pino({ level: checkLogLevel(values["log-level"]) ?? config.logLevel }), stop: stop.signal });
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(error instanceof ConfigError || error instanceof TypeError ? 2 : 1);
  },
);
