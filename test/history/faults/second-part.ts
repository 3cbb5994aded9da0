import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { childEnvironment } from "../../../config/child-environment.js";
import { readEndpoints } from "../../../local/endpoints.js";
import { freePort } from "../../../local/ports.js";
import type { DevStack } from "../../e2e/dev-stack.js";

/** A worker or an API beside those of the stack; it ends with this process. */
export async function startBeside(stack: DevStack, folder: "workers" | "api", name: string, env: Record<string, string> = {}) {
  const endpoints = readEndpoints(stack.home);
  const main = fileURLToPath(new URL(`../../../dist/${folder}/main.js`, import.meta.url));
  const args = [main, "--with-parent", ...(folder === "workers" ? ["--name", name] : [])];
  return spawn(process.execPath, args, {
    env: childEnvironment({
      DATABASE_URL: endpoints?.database ?? "",
      TEMPORAL_ADDRESS: endpoints?.temporal ?? "",
      AVALANCHE_HOME: stack.home,
      AVALANCHE_DATA_ROOT: stack.dataRoot,
      AVALANCHE_HTTP_PORT: String(await freePort()),
      ...env,
    }),
    stdio: ["pipe", "ignore", "inherit"],
  });
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
