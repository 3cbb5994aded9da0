import type { Composition } from "../contracts/composition.js";

/** A member's place in its parent. */
export interface Place {
  at: string;
  submission: Composition["members"][number]["submission"];
  idIn(parent: string): string;
  /** Tasks of the jobs that it takes from. */
  after: string[];
  asList: boolean;
}

/** The members of a job, and what follows them. */
export function withFollower({ members, inOrder, callback, finally: last }: Composition): Place[] {
  const places = members.map(({ at, submission }, index): Place => {
    const before = inOrder ? members[index - 1]?.submission.task : undefined;
    return { at, submission, idIn: (parent) => `${parent}.${index}`, after: before === undefined ? [] : [before], asList: false };
  });
  const tasks = [...new Set(members.map(({ submission }) => submission.task))];
  if (callback) places.push({ at: "callback", submission: callback, idIn: (parent) => `${parent}.callback`, after: tasks, asList: true });
  if (last) places.push({ at: "finally", submission: last, idIn: (parent) => `${parent}.finally`, after: [], asList: false });
  return places;
}
