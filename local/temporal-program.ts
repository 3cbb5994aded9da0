import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { findProgram } from "../tools/sandbox.js";
import { carriesGoodServer, TEMPORAL_PACKAGE } from "./set-up/temporal-version.mjs";

/**
 * The Temporal command line: the one on PATH where its server is new enough, else the one that the set-up installed.
 *
 * @param cacheFolder where local/set-up/temporal.mjs keeps it
 * @throws where there is neither
 */
export function temporalProgram(searchPath: readonly string[], cacheFolder: string): string {
  const onPath = findProgram("temporal", searchPath);
  if (onPath && carriesGoodServer(versionOf(onPath))) return onPath;
  const installed = join(cacheFolder, TEMPORAL_PACKAGE, "bin", "temporal");
  if (existsSync(installed)) return installed;
  throw new Error("the Temporal server is missing: run `npm run setup`, put `temporal` on PATH, or set TEMPORAL_ADDRESS");
}

function versionOf(program: string): string {
  try {
    return execFileSync(program, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return "";
  }
}
