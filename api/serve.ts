import { once } from "node:events";
import type { Logger } from "pino";
import { type Config, ConfigError } from "../config/config.js";
import { keptToken, keptWebhookSecret } from "./access/kept-secret.js";
import { CallbackLoop } from "./callbacks/callback-loop.js";
import { createParts, type Parts } from "./parts.js";
import { startReconciler } from "./reconciler/reconciler.js";
import { type RunningApi, startApi } from "./start-api.js";

export interface ServeOptions {
  config: Config;
  log: Logger;
  stop: AbortSignal;
}

/**
 * Runs the API, the reconciler and the callbacks until they are told to stop. Database and Temporal may be away, also at the start.
 *
 * @throws {ConfigError} where an address is missing, or the one to listen on cannot be had
 */
export async function serve({ config, log, stop }: ServeOptions): Promise<void> {
  if (!config.databaseUrl) throw new ConfigError("DATABASE_URL: needed by the API; avalanche dev sets it by itself");
  if (!config.temporal.address) throw new ConfigError("TEMPORAL_ADDRESS: needed by the API; avalanche dev sets it by itself");
  const parts = await createParts(config, config.databaseUrl, config.token ?? (await keptToken(config.home)), log);
  const secret = config.webhooks.secret ?? (await keptWebhookSecret(config.home));
  const api = await listen(parts, config.http);
  await parts.artifacts.sweep();
  const reconciler = startReconciler(parts, config.queueAlertSeconds);
  const callbacks = new CallbackLoop({ ...parts, jobs: api.jobs, secret });
  log.info({ url: api.url }, "listening");
  if (!stop.aborted) await once(stop, "abort");
  const stopped = Promise.all([reconciler.stop(), callbacks.stop()]);
  await api.stop();
  // Ends what still waits for an answer of Temporal.
  await parts.temporal.close();
  await stopped;
  await parts.db.close();
  log.info("stopped");
}

async function listen(parts: Parts, { host, port }: Config["http"]): Promise<RunningApi> {
  try {
    return await startApi(parts, port);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined || !["EADDRINUSE", "EADDRNOTAVAIL", "EACCES", "ENOTFOUND"].includes(code)) throw error;
    const advice = code === "EADDRINUSE" ? "; another program has the port, choose another one" : "";
    throw new ConfigError(`AVALANCHE_HTTP_HOST, AVALANCHE_HTTP_PORT: cannot listen at ${host}:${port}: ${message}${advice}`);
  }
}
