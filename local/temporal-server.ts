import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Connection } from "@temporalio/client";
import { msToTs } from "@temporalio/common/lib/time.js";
import type { PartPlan } from "./part.js";
import type { ServerOptions } from "./server-options.js";
import { temporalProgram } from "./temporal-program.js";

export interface TemporalPlan {
  plan: PartPlan;
  /** `host:port` */
  address: string;
  /** URL of its Web UI. */
  webUi: string;
}

/**
 * With more partitions "highest priority first" would not be true; with fewer polls each stage waits for up to 50 ms; what
 * was given to a worker in the moment in which it stops would be lost for 8 s to 10 s; a worn worker would wait a minute for
 * its polls to end; and a frozen worker would be given one attempt after the other, for as long as its connection stands.
 */
const DYNAMIC_CONFIG = [
  "matching.numTaskqueueReadPartitions=1",
  "matching.numTaskqueueWritePartitions=1",
  "matching.enableFairness=true",
  "matching.priorityLevels=10",
  "history.transferProcessorMaxPollRPS=500",
  "frontend.enableCancelWorkerPollsOnShutdown=true",
  'matching.longPollExpirationInterval="20s"',
  'frontend.keepAliveTime="4s"',
  'frontend.keepAliveTimeout="3s"',
];

/** The development server keeps histories for a day by default, which could outrun the reconciler. */
const RETENTION = "720h";

/**
 * A Temporal development server under `home`, on loopback, that keeps what it accepted through a kill -9.
 *
 * @param codec URL of the codec endpoint that its Web UI asks
 */
export async function planTemporal(options: ServerOptions, namespace: string, codec?: string): Promise<TemporalPlan> {
  const { home, state } = options;
  await mkdir(join(home, "temporal"), { recursive: true, mode: 0o700 });
  const port = await state.port("temporal");
  const uiPort = await state.port("temporalUi");
  const address = `127.0.0.1:${port}`;
  const plan: PartPlan = {
    name: "Temporal",
    program: {
      command: temporalProgram(options.searchPath, options.cacheFolder),
      args: [
        ...["server", "start-dev", "--ip", "127.0.0.1", "--port", String(port), "--ui-port", String(uiPort)],
        ...["--db-filename", join(home, "temporal", "temporal.db")],
        ...["--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=NORMAL"],
        ...["--namespace", namespace, "--log-level", "warn", "--ui-disable-news-fetch"],
        ...(codec ? ["--ui-codec-endpoint", codec] : []),
        ...DYNAMIC_CONFIG.flatMap((value) => ["--dynamic-config-value", value]),
      ],
      // It asks who it is, which not every container can tell.
      env: { USER: "avalanche", HOME: home, ...options.env },
      logFile: join(home, "logs", "temporal.log"),
      confinement: options.confinement,
    },
    stopSignal: "SIGTERM",
    graceMs: 10_000,
    ready: (signal) => keepHistories(address, namespace, signal),
  };
  return { plan, address, webUi: `http://127.0.0.1:${uiPort}` };
}

/** Resolves when the server answers for the namespace, with our retention set. */
async function keepHistories(address: string, namespace: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    try {
      const connection = await Connection.connect({ address, connectTimeout: 300 });
      try {
        const config = { workflowExecutionRetentionTtl: msToTs(RETENTION) };
        await connection.workflowService.updateNamespace({ namespace, config });
        return;
      } finally {
        await connection.close();
      }
    } catch {
      await sleep(50, undefined, { signal }).catch(() => undefined);
    }
  }
}
