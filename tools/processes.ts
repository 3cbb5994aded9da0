import { readFileSync } from "node:fs";
import { listAll, type ProcessStat } from "./process-list.js";

export type { ProcessStat };

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

/** The processes of tools with such a mark, also those that left their parent and their group; none but on Linux. */
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
