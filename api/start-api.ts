import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createApplication } from "./application.js";
import { JobWatch } from "./jobs/job-watch.js";
import { JobsService } from "./jobs/jobs.service.js";
import type { Parts } from "./parts.js";

export interface RunningApi {
  url: string;
  /** For what submits jobs by itself. */
  jobs: JobsService;
  /** Answers what is under way, for at most the time given, and listens no more. */
  stop(drainMs?: number): Promise<void>;
}

/** Time for the headers of a request; a body has its own limits, as an upload may take hours. */
const HEADERS_MS = 20_000;

/** Longer than clients and proxies keep a connection, so that it is theirs to close. */
const KEEP_ALIVE_MS = 75_000;

const DRAIN_MS = 4000;

/** @param port 0: any free one. @throws where the address is taken */
export async function startApi(parts: Parts, port: number): Promise<RunningApi> {
  const app = await createApplication(parts);
  await app.listen(port, parts.host);
  const server = app.getHttpServer() as Server;
  server.requestTimeout = 0;
  server.headersTimeout = HEADERS_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const address = server.address() as AddressInfo;
  const host = parts.host.includes(":") ? `[${parts.host}]` : parts.host;
  return {
    url: `http://${host}:${address.port}`,
    jobs: app.get(JobsService),
    stop: async (drainMs = DRAIN_MS) => {
      app.get(JobWatch).close();
      const timer = setTimeout(() => server.closeAllConnections(), drainMs);
      await app.close().finally(() => clearTimeout(timer));
    },
  };
}
