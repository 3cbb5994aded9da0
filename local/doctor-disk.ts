import { stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { Check } from "../cli/render/checks.js";
import { size } from "../cli/render/text.js";

const LEAST_FREE_BYTES = 5e9;

/** Space for artifacts, and the folder that input is read from. */
export async function checkDisk(config: { home: string; dataRoot: string }): Promise<Check[]> {
  return [await checkSpace(config.home), await checkDataRoot(config.dataRoot)];
}

async function checkSpace(home: string): Promise<Check> {
  const name = "Disk";
  const { bavail, bsize } = await statfs(await nearestFolder(home));
  const free = bavail * bsize;
  const found = `${size(free)} free for AVALANCHE_HOME (${home})`;
  if (free >= LEAST_FREE_BYTES) return { name, ok: true, found };
  return { name, ok: false, found, advice: `free at least ${size(LEAST_FREE_BYTES)}, or set AVALANCHE_HOME to a folder on a larger disk` };
}

async function checkDataRoot(dataRoot: string): Promise<Check> {
  const found = await stat(dataRoot).catch(() => null);
  if (found?.isDirectory()) return { name: "Data root", ok: true, found: dataRoot };
  return { name: "Data root", ok: true, found: `${dataRoot} is not there: only uploaded files can be analysed` };
}

/** A home that nobody has made yet lies on the disk of the folder above it. */
async function nearestFolder(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  return found || dirname(path) === path ? path : nearestFolder(dirname(path));
}
