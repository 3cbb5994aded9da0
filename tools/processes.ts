import { readdirSync, readFileSync } from "node:fs";

/** What Linux tells of a process; null where it is gone, or on another system. */
export interface ProcessStat {
  pid: number;
  parent: number;
  group: number;
  /** In clock ticks since boot: tells a process from a later one with the same id. */
  startTime: number;
  cpuTicks: number;
}

/** Source: proc(5), /proc/[pid]/stat. */
export function statOf(pid: number): ProcessStat | null {
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

/** A process and all that it started, as far as they are still its descendants; itself first. */
export function treeOf(pid: number): ProcessStat[] {
  const all = listAll();
  const tree = all.filter((found) => found.pid === pid);
  for (let index = 0; index < tree.length; index++) {
    tree.push(...all.filter((found) => found.parent === tree[index]?.pid));
  }
  return tree;
}

/** Every process of a group, also those whose parent is gone. */
export function groupOf(group: number): ProcessStat[] {
  return listAll().filter((found) => found.group === group);
}

/** In the environment of each tool, and so of all that it started: `FOLDER/NAME`, unique. */
export const MARK = "AVALANCHE_TOOL";

/** The processes of tools with such a mark, also those that left their parent and their group. */
export function markedWith(matches: (mark: string) => boolean): ProcessStat[] {
  return listAll().filter(({ pid }) => {
    const mark = markOf(pid);
    return mark !== undefined && matches(mark);
  });
}

function markOf(pid: number): string | undefined {
  try {
    const variables = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    return variables.find((variable) => variable.startsWith(`${MARK}=`))?.slice(MARK.length + 1);
  } catch {
    return undefined;
  }
}

function listAll(): ProcessStat[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => statOf(Number(name)) ?? []);
  } catch {
    return [];
  }
}
