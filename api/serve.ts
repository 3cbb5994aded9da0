import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Logger } from "pino";
import { tokenOf } from "./access/token-file.js";
import { type Config, ConfigError } from "../config/config.js";
import { createApplication } from "./application.js";
import { JobWatch } from "./jobs/job-watch.js";
import { createParts } from "./parts.js";
import { startReconciler } from "./reconciler/reconciler.js";

/** Longest wait for calls that run when the API is told to stop. */
const DRAIN_MS = 5000;

/**
 * Runs the API and the reconciler until they are told to stop.
 *
 * @throws {ConfigError} where an address is missing, or the one to listen on cannot be had
 */
export async function serve(options: { config: Config; log: Logger; stop: AbortSignal }): Promise<void> {
  const { config, log, stop } = options;
  if (!config.databaseUrl) throw new ConfigError("DATABASE_URL: needed by the API; avalanche dev sets it by itself");
  if (!config.temporal.address) throw new ConfigError("TEMPORAL_ADDRESS: needed by the API; avalanche dev sets it by itself");
  const parts = await createParts(config, config.databaseUrl, config.token ?? (await tokenOf(config.home)), log);
  const app = await createApplication(parts);
  const { host, port } = config.http;
  await app.listen(port, host).catch((error: NodeJS.ErrnoException) => {
    const advice = error.code === "EADDRINUSE" ? "; another program has it, choose another one" : "";
    throw new ConfigError(`AVALANCHE_HTTP_HOST, AVALANCHE_HTTP_PORT: cannot listen at ${host}:${port}: ${error.message}${advice}`);
  });
  const server = app.getHttpServer() as Server;
  const reconciler = startReconciler(parts);
  log.info({ host, port: (server.address() as AddressInfo).port }, "listening");
  if (!stop.aborted) await once(stop, "abort");
  // Those who wait and those who listen to a stream come again by themselves.
  app.get(JobWatch).close();
  const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await Promise.all([app.close(), reconciler.stop()]);
  clearTimeout(late);
  await parts.temporal.close();
  await parts.db.close();
  log.info("stopped");
}
