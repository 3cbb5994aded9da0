import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CommandError, EXIT } from "../exit-status.js";
import { pathOf } from "../local-program.js";
import type { Check } from "../render/checks.js";

/** What `local/doctor` found on this machine: tools, disk, the servers that the environment names. */
export async function checkThisMachine(): Promise<Check[]> {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [...process.execArgv, pathOf("doctor")], { timeout: 60_000 }).catch(
    (error: { stderr?: string; message: string }) => {
      throw new CommandError(`this machine could not be checked: ${error.stderr?.trim() || error.message}`, EXIT.failed);
    },
  );
  return JSON.parse(stdout) as Check[];
}
