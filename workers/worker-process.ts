import { hostname } from "node:os";
import { parseArgs } from "node:util";
import { CancelledFailure } from "@temporalio/common";
import { Runtime } from "@temporalio/worker";
import { checkLogLevel, ConfigError, loadConfig } from "../config/config.js";
import { QUEUES, type Queue } from "../contracts/queues.js";
import { createLogger } from "./logger.js";
import type { FromWorker, ToWorker } from "./messages.js";
import { Wear } from "./wear.js";
import { runWorkers } from "./workers.js";

/** Time that running stages get to end by themselves when a worker is told to stop; afterwards another one goes on with them. */
const GRACE_MS = 5000;

/** Polls the queues that it is told to, until its supervisor tells it to stop, or is gone. */
async function main(): Promise<void> {
  const [drain, stop, hurry] = [new AbortController(), new AbortController(), new AbortController()];
  listen(drain, stop, hurry);
  const { values } = parseArgs({
    options: {
      queues: { type: "string", default: QUEUES.join(",") },
      concurrency: { type: "string", default: "4" },
      name: { type: "string", default: "worker@%h" },
      "max-stages": { type: "string", default: "10000" },
      "max-memory": { type: "string", default: "2048" },
      "log-level": { type: "string" },
      // The supervisor's.
      "with-parent": { type: "boolean", default: false },
    },
  });
  const config = loadConfig();
  const queues = parseQueues(values.queues);
  const concurrency = parseCount("concurrency", values.concurrency, 1000);
  const maxStages = parseCount("max-stages", values["max-stages"], 1e9);
  const maxRssBytes = parseCount("max-memory", values["max-memory"], 1e9) * 1024 ** 2;
  const logLevel = checkLogLevel(values["log-level"]) ?? config.logLevel;
  const log = createLogger(logLevel);
  // Signals are answered below: workers drain before the database is closed.
  Runtime.install({ shutdownSignals: [], logger: log.forTemporal });
  const wear = new Wear({ maxStages, maxRssBytes }, (worn) => tell({ type: "worn", ...worn }));
  await runWorkers({
    config,
    queues,
    concurrency,
    identity: values.name.replaceAll("%h", hostname()),
    log,
    wear,
    onPolling: () => tell({ type: "polling", logLevel }),
    drain: drain.signal,
    stop: stop.signal,
    hurry: hurry.signal,
  });
}

function listen(drain: AbortController, stop: AbortController, hurry: AbortController): void {
  const stopSoon = () => {
    stop.abort();
    drain.abort();
    setTimeout(() => hurry.abort(new CancelledFailure("WORKER_SHUTDOWN")), GRACE_MS).unref();
  };
  process.on("message", (message: ToWorker) => (message === "drain" ? drain.abort() : stopSoon()));
  // Some tell every process of a service to stop.
  process.on("SIGTERM", stopSoon);
  // A terminal's Ctrl-C reaches every process; what it means the supervisor says.
  process.on("SIGINT", () => undefined);
  // The supervisor was killed: as if this process had been, with the tools in their sandboxes.
  const fall = () => process.kill(process.pid, "SIGKILL");
  process.once("disconnect", fall);
  // That may have been while this one was loaded.
  if (process.send && !process.connected) fall();
}

function tell(message: FromWorker): void {
  process.send?.(message);
}

function parseQueues(list: string): Queue[] {
  const names = list.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !(QUEUES as readonly string[]).includes(name));
  if (unknown.length > 0) throw new ConfigError(`--queues: there is no queue ${unknown.join(", ")}; the queues are ${QUEUES.join(", ")}`);
  return [...new Set(names)] as Queue[];
}

function parseCount(flag: string, text: string, most: number): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > most) throw new ConfigError(`--${flag}: a whole number from 1 to ${most}`);
  return count;
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(error instanceof ConfigError || error instanceof TypeError ? 2 : 1);
  },
);
