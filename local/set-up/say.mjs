import { spawn } from "node:child_process";
import { once } from "node:events";

export function say(message) {
  process.stderr.write(`set-up: ${message}\n`);
}

/** A stop that the user can do something about: printed without a stack. */
export class SetUpError extends Error {
  expected = true;
}

/** Runs a program; what it prints is shown only if it fails. */
export async function run(command, options = {}) {
  const [program, ...args] = command;
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => (printed = (printed + text).slice(-20_000)));
  const [status] = await once(child, "close").catch((error) => [error.message]);
  if (status !== 0) throw new SetUpError(`${printed}\nset-up stopped: this failed (${status}): ${command.join(" ")}`);
  return printed;
}
