import { spawn } from "node:child_process";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

/**
 * Runs a program of `local/` in this terminal, and ends with its status.
 *
 * @param args handed on as they are; the program checks them
 */
export async function runLocalProgram(name: string, args: readonly string[]): Promise<void> {
  // Through the channel the program hears of our death, however we end; so do we of the death of a program that started us with one.
  process.once("disconnect", () => process.exit(128 + constants.signals.SIGKILL));
  process.channel?.unref();
  const child = spawn(process.execPath, [...process.execArgv, pathOf(name), ...args], { stdio: ["inherit", "inherit", "inherit", "ipc"] });
  for (const signal of ["SIGTERM", "SIGHUP", "SIGINT"] as const) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child too; sent twice, it would mean "at once".
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

/** `dist/local/dev.js` from `dist/cli/`, and `local/dev.ts` from `cli/`. */
export function pathOf(name: string): string {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return fileURLToPath(new URL(`../local/${name}.${extension}`, import.meta.url));
}
