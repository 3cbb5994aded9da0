import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { listAll } from "../../tools/process-list.js";
import { MARK } from "../../tools/processes.js";

export interface ToolProcess {
  pid: number;
  parent: number;
  job: string;
  /** Whoever started it is gone. */
  alone: boolean;
}

/** The tools of this home's jobs that run now, with all that they started. */
export function toolsOf(home: string): ToolProcess[] {
  return listAll().flatMap(({ pid, parent }) => {
    const mark = environmentOf(pid).find((variable) => variable.startsWith(`${MARK}=${home}/`));
    // FOLDER/JOB.STAGE.TRY.ATTEMPT.RANDOM/TOOL
    return mark === undefined ? [] : [{ pid, parent, job: basename(dirname(mark)).split(".")[0] ?? "", alone: parent === 1 }];
  });
}

/** Every process that works for this home: parts, tools, and what they started. */
export function processesOf(home: string): string[] {
  return listAll()
    .filter(({ pid }) => environmentOf(pid).some((variable) => variable.includes(home)) || commandOf(pid).includes(home))
    .map(({ pid }) => `${pid} ${commandOf(pid).slice(0, 200)}`);
}

function environmentOf(pid: number): string[] {
  return read(`/proc/${pid}/environ`).split("\0");
}

function commandOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
}

/** Empty where the process has just ended. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
