import { ConfigError } from "../config/config.js";
import { useServersOfDev } from "./beside-dev.js";
import { complain, outliveReader } from "./terminal.js";
import { fallWithParent } from "./until-told.js";

/** Runs one part in this process, in the foreground; `part` sets what becomes of the process. */
export function runAlone(part: () => Promise<unknown>): void {
  outliveReader();
  fallWithParent();
  try {
    useServersOfDev();
  } catch (error) {
    fail(error as Error);
  }
  part().catch(fail);
}

function fail(error: Error): never {
  complain(error.message);
  process.exit(error instanceof ConfigError ? 2 : 1);
}
