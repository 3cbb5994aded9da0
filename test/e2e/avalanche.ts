import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import assert from "node:assert/strict";
import { once } from "node:events";
import { childEnvironment } from "../../config/child-environment.js";
import { until } from "../until.js";

const MAIN = resolve("dist/cli/main.js");

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  /** What it has written on standard output so far. */
  stdout(): string;
  ended: Promise<Ended>;
}

/** Starts the command line as it is built, with its output in pipes. */
export function startAvalanche(args: readonly string[], environment: Record<string, string>, input = ""): Running {
  const child = spawn(process.execPath, [MAIN, ...args], { env: childEnvironment(environment), stdio: ["pipe", "pipe", "pipe"] });
  const text = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (text.stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (text.stderr += String(chunk)));
  // A command that fails early does not read its input.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  return {
    child,
    stdout: () => text.stdout,
    ended: once(child, "close").then(([status]) => ({ status: status as number | null, ...text })),
  };
}

export function avalanche(args: readonly string[], environment: Record<string, string>, input?: string): Promise<Ended> {
  return startAvalanche(args, environment, input).ended;
}

/** What `doctor` says when it finds nothing wrong. It asks a service once, which may be too busy to answer in time. */
export async function untilWell(doctor: () => Promise<Ended>): Promise<Ended> {
  let said = await doctor();
  const isWell = async () => said.status === 0 || (said = await doctor()).status === 0;
  await until("doctor to find nothing wrong", isWell).catch((error: Error) => assert.fail(`${error.message}: ${said.stdout}`));
  return said;
}
