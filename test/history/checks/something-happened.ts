import { OPERATIONS } from "../operations/operations.js";
import { type Check, groupBy, type Violation } from "./check.js";

/** In a shorter run an operation may not have had its turn. */
const LONG_RUN_MS = 180_000;

/** A run in which nothing came to pass proves nothing: each operation came to its end once, each fault that was tried did something. */
export const checkSomethingHappened: Check = (entries, jobs) => {
  const wrong = (what: string): Violation => ({ kind: "wrong", job: "", what });
  const faults = groupBy(
    entries.filter(({ client, phase }) => client === "nemesis" && phase !== "invoke"),
    ({ op }) => op,
  );
  // One that did nothing has another turn, unless the run is over by then.
  const idle = [...faults].filter(([, tries]) => tries.length > 1 && tries.every(({ phase }) => phase !== "ok"));
  const violations = idle.map(([name, tries]) => wrong(`${name} was tried ${tries.length} times and did nothing: ${tries[0]?.message}`));
  if ((entries.at(-1)?.ms ?? 0) < LONG_RUN_MS) return violations;
  const succeeded = new Set(jobs.flatMap(({ key, state }) => (key !== null && state === "SUCCESS" ? [key] : [])));
  const done = new Set(
    entries.flatMap(({ op, phase, key, task }) => {
      if (phase === "invoke") return key !== undefined && task !== undefined && succeeded.has(key) ? [task] : [];
      return phase === "ok" ? [op] : [];
    }),
  );
  const missing = OPERATIONS.filter(({ name }) => !done.has(name));
  return [...violations, ...missing.map(({ name }) => wrong(`no ${name} came to a good end`))];
};
