import { createHash } from "node:crypto";
import type { Entry, Expected } from "../history.js";
import { CLOSING, type FinalJob, partOf } from "../records.js";
import type { Check, Violation } from "./check.js";
import { groupBy } from "./check.js";

/** One effect for each success, none for any other end: files, result, and what Temporal's history says was done. */
export const checkEffects: Check = (entries, jobs) => {
  const expected = expectedOf(entries);
  return jobs.flatMap((job) => [...sideEffects(job, expected.get(job.key ?? "")), ...faultsOfExecution(job), ...repeatedStages(job)]);
};

/** By key. */
export function expectedOf(entries: readonly Entry[]): Map<string, Expected> {
  return new Map(entries.flatMap(({ key, expected }) => (key !== undefined && expected ? [[key, expected] as const] : [])));
}

function sideEffects(job: FinalJob, expected: Expected | undefined): Violation[] {
  const halfFiles = job.artifacts.filter(({ name, sha256 }) => job.delivered[name] !== sha256);
  const faults = job.state === "SUCCESS" ? faultsOfSuccess(job, expected) : effectsOfOthers(job);
  return [...halfFiles.map(({ name, sha256 }) => `${name} is delivered as ${job.delivered[name]}, not as ${sha256}`), ...faults].map(
    (what) => ({
      kind: "wrong",
      job: job.id,
      what,
    }),
  );
}

function effectsOfOthers({ state, result, artifacts }: FinalJob): string[] {
  return [
    // A parent says what became of its members in any case.
    ...(result === null || "members" in (result as object) ? [] : [`is ${state} and has a result`]),
    ...(artifacts.some(({ name }) => name === PAYLOAD) ? [`is ${state} and left ${PAYLOAD}`] : []),
  ];
}

/** Of a workflow that goes on while its job has ended. */
function faultsOfExecution({ id, execution }: FinalJob): Violation[] {
  if (execution === null || CLOSING.has(execution.ending)) return [];
  return [{ kind: "wrong", job: id, what: `has ended, and for Temporal it goes on: ${execution.ending}` }];
}

function faultsOfSuccess({ id, workflow, result, artifacts, execution }: FinalJob, expected: Expected | undefined): string[] {
  const found: string[] = [];
  if (result === null) found.push("is SUCCESS without a result");
  if (workflow === id && execution?.ending !== "Completed") found.push(`is SUCCESS, and for Temporal ${execution?.ending ?? "not there"}`);
  return [...found, ...(expected?.payloadBytes === undefined ? [] : faultsOfNoop(result, artifacts, expected.payloadBytes))];
}

function faultsOfNoop(result: unknown, artifacts: FinalJob["artifacts"], payloadBytes: number): string[] {
  const found: string[] = [];
  const left = artifacts.map(({ sha256 }) => sha256).join();
  const own = payloadBytes === 0 ? "" : payloadHash(payloadBytes);
  if (left !== own) found.push(`left ${left || "nothing"}, and should have left ${own || "nothing"}`);
  const said = (result as { payload_bytes?: number } | null)?.payload_bytes;
  if (said !== payloadBytes) found.push(`says ${said} bytes of ${payloadBytes}`);
  return found;
}

const PAYLOAD = "payload.txt";

/** As a noop fills its file. */
export function payloadHash(bytes: number): string {
  return createHash("sha256").update(Buffer.alloc(bytes, "noop\n")).digest("hex");
}

/** Each part of each stage counts as done once, in the records and for Temporal. */
function repeatedStages(job: FinalJob): Violation[] {
  const { id, state, attempts, execution } = job;
  const found: Violation[] = [];
  const completed = new Map(Object.entries(execution?.completed ?? {}));
  for (const [part, times] of completed) {
    if (times > 1) found.push({ kind: "doubled", job: id, what: `${part} was done ${times} times, by Temporal's history` });
  }
  for (const [part, ofPart] of groupBy(attempts, ({ stage, subject }) => partOf(stage, subject))) {
    const done = ofPart.filter((attempt) => attempt.state === "ran" || attempt.state === "reused").length;
    if (done > 1) found.push({ kind: "doubled", job: id, what: `${part} is recorded as done ${done} times` });
    if (execution && state === "SUCCESS" && !completed.has(part))
      found.push({ kind: "wrong", job: id, what: `${part} was never done, by Temporal's history` });
  }
  return found;
}
