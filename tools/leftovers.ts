import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { groupOf, type ProcessStat, statOf, treeOf } from "./processes.js";

/**
 * Ends tools of a worker that is gone, by the process files that `run-tool` left in its attempts' folders.
 * With bubblewrap there are none: they ended with the worker.
 *
 * @returns how many processes were ended
 */
export async function endLeftovers(workFolder: string): Promise<number> {
  const names = await readdir(workFolder, { recursive: true });
  let ended = 0;
  for (const name of names.filter((name) => /tool-\d+\.pid$/.test(name))) {
    const known = await readFile(join(workFolder, name), "utf8").then(
      (text) => JSON.parse(text) as ProcessStat | null,
      () => null,
    );
    if (known === null || statOf(known.pid)?.startTime !== known.startTime) continue;
    for (const { pid } of new Map([...treeOf(known.pid), ...groupOf(known.pid)].map((found) => [found.pid, found])).values()) {
      try {
        process.kill(pid, "SIGKILL");
        ended++;
      } catch {
        // It ended by itself in the meantime.
      }
    }
  }
  return ended;
}
