import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CELERY_FOLDER } from "./celery-version.mjs";
import { CACHE } from "./cache.mjs";
import { run, say } from "./say.mjs";

const REQUIREMENTS = fileURLToPath(new URL("../../bench/celery/requirements.txt", import.meta.url));
const INSTALLED = join(CACHE, CELERY_FOLDER);

export function celeryIsHere() {
  return existsSync(INSTALLED);
}

/** What the benchmarks compare with, from PyPI: no build. Renamed when complete. */
export async function installCelery() {
  say("installing Celery (pip)");
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, "making-celery-"));
  try {
    const pip = ["python3", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-cache-dir", "--no-deps"];
    await run([...pip, "--only-binary", ":all:", "--target", folder, "--requirement", REQUIREMENTS]);
    rmSync(INSTALLED, { recursive: true, force: true });
    renameSync(folder, INSTALLED);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
