import { readdirSync, readFileSync } from "node:fs";

export interface RunningProcess {
  pid: number;
  processGroup: number;
  command: string;
  environment: string;
  residentBytes: number;
}

/** All that run on this machine and that we may look at. */
export function runningProcesses(): RunningProcess[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const read = (file: string) => readFileSync(`/proc/${pid}/${file}`, "utf8");
        const resident = /VmRSS:\s+(\d+) kB/.exec(read("status"))?.[1] ?? "0";
        // After the name, which may hold spaces: state, parent, process group.
        const [, , processGroup] = read("stat")
          .replace(/^.*\) /s, "")
          .split(" ");
        return {
          pid: Number(pid),
          processGroup: Number(processGroup),
          command: read("cmdline").replaceAll("\0", " "),
          environment: read("environ"),
          residentBytes: Number(resident) * 1024,
        };
      } catch {
        return [];
      }
    });
}
