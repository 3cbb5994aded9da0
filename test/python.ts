import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Debian's own Python has Debian's packages. */
const PYTHON = "/usr/bin/python3";

/** Why a test is skipped that needs this module of Python; false where it is there. */
export function pythonHas(module: string, debianPackage = `python3-${module}`): string | false {
  return spawnSync(PYTHON, ["-c", `import ${module}`]).status === 0 ? false : `needs Debian's ${debianPackage}`;
}

/** What a script prints. */
export async function python(script: string, ...args: string[]): Promise<string> {
  return (await run(PYTHON, ["-c", script, ...args])).stdout;
}
