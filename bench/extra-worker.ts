import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { childEnvironment } from "../config/child-environment.js";
import { readEndpoints } from "../local/endpoints.js";
import type { DevStack } from "../test/e2e/dev-stack.js";
import { until } from "../test/until.js";

const WORKER = fileURLToPath(new URL("../dist/workers/main.js", import.meta.url));
const NAME = "bench-worker";

/** Does the work while a worker for many jobs at once runs beside the stack's own. */
export async function withWorker<T>(stack: DevStack, concurrency: number, work: () => Promise<T>): Promise<T> {
  const endpoints = readEndpoints(stack.home);
  const env = childEnvironment({
    DATABASE_URL: endpoints?.database ?? "",
    TEMPORAL_ADDRESS: endpoints?.temporal ?? "",
    AVALANCHE_HOME: stack.home,
    AVALANCHE_DATA_ROOT: stack.dataRoot,
  });
  const flags = ["--queues", "default", "--concurrency", String(concurrency), "--name", NAME, "--with-parent", "--log-level", "error"];
  const worker = spawn(process.execPath, [WORKER, ...flags], { env, stdio: ["pipe", "ignore", "inherit"] });
  const ended = once(worker, "exit");
  try {
    await until(`${NAME} to poll`, async () => {
      if (worker.exitCode !== null) throw new Error(`${NAME} ended with status ${worker.exitCode}`);
      const { workers } = (await (await stack.call("/health")).json()) as { workers: { identity: string }[] };
      return workers.some(({ identity }) => identity.startsWith(NAME));
    });
    return await work();
  } finally {
    worker.kill("SIGTERM");
    await ended;
  }
}
