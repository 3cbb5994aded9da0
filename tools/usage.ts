import { readFile } from "node:fs/promises";

export interface Usage {
  cpuSeconds: number | null;
  peakMemoryBytes: number | null;
}

/** GNU time in front of a tool: exact CPU time and peak memory of it and its children. Source: time(1). */
export function timeArgs(program: string, report: string): string[] {
  return [program, "-f", "%U %S %M", "-o", report];
}

/** @param report the file that GNU time wrote; unreadable where it was ended itself */
export async function readUsage(report: string): Promise<Usage> {
  const text = await readFile(report, "utf8").catch(() => "");
  const [user, system, peakKilobytes] = (text.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  if (user === undefined || system === undefined || peakKilobytes === undefined || Number.isNaN(user + system + peakKilobytes)) {
    return { cpuSeconds: null, peakMemoryBytes: null };
  }
  return { cpuSeconds: Math.round((user + system) * 100) / 100, peakMemoryBytes: peakKilobytes * 1024 };
}
