import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { markedWith } from "./processes.js";

/**
 * Ends what tools of a worker that is gone left running, also what left its parent and its group.
 * With bubblewrap that is at most one that was being started: the others ended with the worker.
 *
 * @returns how many processes were ended
 */
export async function endLeftovers(workFolder: string): Promise<number> {
  const ended = new Set<number>();
  // Until two looks find nothing: one that is just being started shows no mark.
  for (let quiet = 0; quiet < 2; await sleep(LOOK_AGAIN_MS)) {
    const found = markedWith((mark) => mark.includes(`/${basename(workFolder)}/`));
    quiet = found.length === 0 ? quiet + 1 : 0;
    for (const { pid } of found) {
      end(pid);
      ended.add(pid);
    }
  }
  return ended.size;
}

const LOOK_AGAIN_MS = 20;

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself in the meantime.
  }
}
