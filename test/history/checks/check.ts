import type { Entry } from "../history.js";
import type { FinalJob } from "../records.js";

export type Kind = "lost" | "doubled" | "orphan" | "wrong";

/** Something that must never be. */
export interface Violation {
  kind: Kind;
  /** Whose history tells more; empty where it is of no single job. */
  job: string;
  what: string;
}

/** Looks at all that happened and at what is kept in the end. */
export type Check = (entries: readonly Entry[], jobs: readonly FinalJob[]) => Violation[];

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
