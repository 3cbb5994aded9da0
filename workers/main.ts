import { hostname } from "node:os";
import { parseArgs } from "node:util";
import { Runtime } from "@temporalio/worker";
import { checkLogLevel, ConfigError, loadConfig } from "../config/config.js";
import { QUEUES, type Queue } from "../contracts/queues.js";
import { createLogger } from "./logger.js";
import { runWorkers } from "./workers.js";

/** The worker process: polls the queues that it is told to, until it is told to stop. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      queues: { type: "string", default: QUEUES.join(",") },
      concurrency: { type: "string", default: "4" },
      name: { type: "string", default: "worker@%h" },
      "log-level": { type: "string" },
      "with-parent": { type: "boolean", default: false },
    },
  });
  const config = loadConfig();
  const queues = parseQueues(values.queues);
  const concurrency = Number(values.concurrency);
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 1000) {
    throw new ConfigError("--concurrency: a whole number from 1 to 1000");
  }
  const log = createLogger(checkLogLevel(values["log-level"]) ?? config.logLevel);
  // Signals are answered below: workers drain before the database is closed.
  Runtime.install({ shutdownSignals: [], logger: log.forTemporal });
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop.abort());
  if (values["with-parent"]) process.stdin.on("end", () => stop.abort()).resume();
  await runWorkers({ config, queues, concurrency, identity: values.name.replaceAll("%h", hostname()), log, stop: stop.signal });
}

function parseQueues(list: string): Queue[] {
  const names = list.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !(QUEUES as readonly string[]).includes(name));
  if (unknown.length > 0) throw new ConfigError(`--queues: there is no queue ${unknown.join(", ")}; the queues are ${QUEUES.join(", ")}`);
  return [...new Set(names)] as Queue[];
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(error instanceof ConfigError || error instanceof TypeError ? 2 : 1);
  },
);
