import { isFinal } from "../../../contracts/states.js";
import type { Entry } from "../history.js";
import type { Check, Violation } from "./check.js";

/** So long after the end of a job, or of their worker, tools may still be on their way out. */
const GRACE_MS = 5000;

/** No tool outlives its job by more than a moment, and nothing outlives the stack. */
export const checkOrphans: Check = (entries) => {
  const ends = endsOf(entries);
  const frozen = spansOf(entries, "freeze-worker");
  const found = new Map<string, Violation>();
  const aloneSince = new Map<number, number>();
  for (const { ms, tools = [], left = [] } of entries) {
    for (const { pid, job, alone } of tools) {
      if (alone && !aloneSince.has(pid)) aloneSince.set(pid, ms);
      const aloneMs = ms - (aloneSince.get(pid) ?? ms);
      if (aloneMs > GRACE_MS)
        found.set(`${pid}`, { kind: "orphan", job, what: `process ${pid} of a tool lives ${aloneMs} ms after its worker` });
      const endedMs = ends.get(job);
      const since = endedMs === undefined ? 0 : ms - Math.max(endedMs, thawed(frozen, ms));
      if (since > GRACE_MS) found.set(`${pid}`, { kind: "orphan", job, what: `process ${pid} of a tool lives ${since} ms after the end` });
    }
    for (const process of left) found.set(process, { kind: "orphan", job: "", what: `left after the stop: ${process}` });
  }
  return [...found.values()];
};

/** When each job was first seen to have ended. */
function endsOf(entries: readonly Entry[]): Map<string, number> {
  const ends = new Map<string, number>();
  for (const { ms, seen = [] } of entries) {
    for (const { job, state } of seen) if (isFinal(state) && !ends.has(job)) ends.set(job, ms);
  }
  return ends;
}

function spansOf(entries: readonly Entry[], op: string): [number, number][] {
  const begun = entries.filter((entry) => entry.op === op && entry.phase === "invoke");
  return begun.map(({ ms, call }) => [ms, entries.find((entry) => entry.call === call && entry.phase !== "invoke")?.ms ?? Infinity]);
}

/** A worker that is held cannot end its tools; its time begins when it goes on. */
function thawed(frozen: [number, number][], ms: number): number {
  return Math.max(0, ...frozen.filter(([from]) => from <= ms).map(([, to]) => Math.min(to, ms)));
}
