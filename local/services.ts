import { childEnvironment } from "../config/child-environment.js";
import type { Config } from "../config/config.js";
import { startCodecEndpoint } from "./codec-endpoint.js";
import type { Confinement } from "./confinement.js";
import { Part, type PartEvents } from "./part.js";
import { planPostgres } from "./postgres.js";
import type { RunState } from "./run-state.js";
import type { ServerOptions } from "./server-options.js";
import { planTemporal } from "./temporal-server.js";

export interface Services {
  databaseUrl: string;
  /** `host:port` */
  temporalAddress: string;
  /** URL of Temporal's Web UI; undefined where the server is not ours. */
  temporalUi: string | undefined;
  /** URL of the codec endpoint. */
  codec: string;
  /** Resolves when PostgreSQL answers. */
  databaseReady: Promise<void>;
  /** Resolves when Temporal answers. */
  temporalReady: Promise<void>;
  /** Temporal first, PostgreSQL last. @param now without a grace: nothing accepted is lost either way */
  stop(now?: boolean): Promise<void>;
}

/**
 * Starts the servers that a local run needs and was not given: PostgreSQL without `DATABASE_URL`, Temporal without
 * `TEMPORAL_ADDRESS`. The caller holds the lock of the home.
 */
export async function startServices(config: Config, state: RunState, events: PartEvents, confinement: Confinement): Promise<Services> {
  const { home, searchPath, cacheFolder } = config;
  const options: ServerOptions = { home, searchPath, cacheFolder, confinement, env: childEnvironment(), state };
  const codecPort = await state.port("codec");
  const codecUrl = `http://127.0.0.1:${codecPort}`;
  const temporal = config.temporal.address ? undefined : await planTemporal(options, config.temporal.namespace, codecUrl);
  const postgres = config.databaseUrl ? undefined : await planPostgres(options);
  const codec = await startCodecEndpoint({ port: codecPort, webUis: originsOf(temporal?.webUi) });
  const parts = [temporal, postgres].map((server) => server && new Part(server.plan, events));
  const [temporalReady, databaseReady] = parts.map((part) => part?.start() ?? Promise.resolve()) as [Promise<void>, Promise<void>];
  // Whoever awaits one of them hears of its failure; the other must not end the process meanwhile.
  for (const ready of [temporalReady, databaseReady]) ready.catch(() => undefined);
  return {
    databaseUrl: postgres?.databaseUrl ?? (config.databaseUrl as string),
    temporalAddress: temporal?.address ?? (config.temporal.address as string),
    temporalUi: temporal?.webUi,
    codec: codec.url,
    databaseReady,
    temporalReady,
    stop: async (now) => {
      for (const part of parts) await part?.stop(now);
      await codec.stop();
    },
  };
}

/** A browser may know the Web UI by either name. */
function originsOf(webUi: string | undefined): string[] {
  return webUi ? [webUi, webUi.replace("127.0.0.1", "localhost")] : [];
}
