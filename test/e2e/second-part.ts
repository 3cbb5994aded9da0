import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { childEnvironment } from "../../config/child-environment.js";
import { readEndpoints } from "../../local/endpoints.js";
import { freePort } from "../../local/ports.js";
import type { DevStack } from "./dev-stack.js";
import { until } from "../until.js";

export type Beside = { part: "worker"; name: string } | { part: "API" };

/** A worker or an API beside that of the stack, once it works; it ends with this process. */
export async function startBeside(stack: DevStack, beside: Beside, env: Record<string, string> = {}): Promise<ChildProcess> {
  const endpoints = readEndpoints(stack.home);
  const [folder, flags] = beside.part === "worker" ? ["workers", ["--name", beside.name]] : ["api", []];
  const main = resolve(`dist/${folder}/main.js`);
  const port = await freePort();
  const child = spawn(process.execPath, [main, "--with-parent", ...flags], {
    env: childEnvironment({
      DATABASE_URL: endpoints?.database ?? "",
      TEMPORAL_ADDRESS: endpoints?.temporal ?? "",
      AVALANCHE_HOME: stack.home,
      AVALANCHE_DATA_ROOT: stack.dataRoot,
      AVALANCHE_HTTP_PORT: String(port),
      ...env,
    }),
    stdio: ["pipe", "ignore", "ignore"],
  });
  const works = beside.part === "worker" ? () => isRegistered(stack, child.pid) : () => answers(port);
  const worksOrEnded = async () => child.exitCode !== null || works().catch(() => false);
  try {
    await until(`a second ${beside.part} to work`, worksOrEnded);
    if (child.exitCode !== null) throw new Error(`the second ${beside.part} ended with status ${child.exitCode}`);
  } catch (error) {
    await end(child, "SIGKILL");
    throw error;
  }
  return child;
}

async function isRegistered(stack: DevStack, supervisor: number | undefined): Promise<boolean> {
  return (await stack.sql("select 1 from workers where supervisor_pid = $1", [supervisor])).length > 0;
}

async function answers(port: number): Promise<boolean> {
  return (await fetch(`http://127.0.0.1:${port}/api/v1/health`)).ok;
}

export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
}

/** Debian's package libfaketime; undefined where it is not installed. */
export const FAKE_TIME = ["x86_64", "aarch64"]
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`)
  .find((file) => existsSync(file));
