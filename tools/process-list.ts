import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** What the system tells of a process that has not ended. */
export interface ProcessStat {
  pid: number;
  parent: number;
  group: number;
  /** Tells a process from a later one with the same id: clock ticks since boot, or milliseconds since 1970 where ps is asked. */
  startTime: number;
  cpuTicks: number;
}

/** Linux; elsewhere, as on macOS, ps is asked. */
const HAS_PROC = existsSync("/proc/self/stat");

/** null where there is none. */
export function statOf(pid: number): ProcessStat | null {
  return HAS_PROC ? readProc(pid) : (askPs("-p", String(pid))[0] ?? null);
}

export function listAll(): ProcessStat[] {
  if (!HAS_PROC) return askPs("-ax");
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProc(Number(name)) ?? []);
}

/** Source: proc(5), /proc/[pid]/stat. */
function readProc(pid: number): ProcessStat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const field = (number: number) => Number(fields[number - 3]);
    if (fields[0] === "Z" || fields[0] === "X") return null;
    return { pid, parent: field(4), group: field(5), startTime: field(22), cpuTicks: field(14) + field(15) + field(16) + field(17) };
  } catch {
    return null;
  }
}

/** @param which of ps: `-ax`, or `-p` and an id. Source: ps(1) of POSIX, and its `lstart` of BSD and Linux. */
export function askPs(...which: string[]): ProcessStat[] {
  const columns = ["pid=", "ppid=", "pgid=", "stat=", "time=", "lstart="];
  try {
    const env = { PATH: "/usr/bin:/bin", LC_ALL: "C" };
    const text = execFileSync("ps", [...which, "-o", columns.join(",")], { encoding: "utf8", env, stdio: ["ignore", "pipe", "ignore"] });
    return text.split("\n").flatMap(readLine);
  } catch {
    // Its way to say that there is no such process.
    return [];
  }
}

/** `4711 1 4711 Ss 0:01.25 Tue Nov 24 23:54:20 2026`; the time may have hours and days, too: `1-02:03:04`. */
function readLine(line: string): ProcessStat[] {
  const [pid, parent, group, stat, time, ...started] = line.trim().split(/\s+/);
  if (time === undefined || stat?.startsWith("Z")) return [];
  const seconds = time.split(/[-:]/).reverse().map(Number);
  const cpuSeconds = seconds.reduce((sum, part, index) => sum + part * (SECONDS_OF[index] ?? 0), 0);
  const startTime = Date.parse(started.join(" "));
  return [{ pid: Number(pid), parent: Number(parent), group: Number(group), startTime, cpuTicks: Math.round(100 * cpuSeconds) }];
}

/** Of a second, a minute, an hour, a day. */
const SECONDS_OF = [1, 60, 3600, 86_400];
