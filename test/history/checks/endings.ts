import { isFinal } from "../../../contracts/states.js";
import { statesOf } from "../../medium/store/possible-states.js";
import type { FinalJob } from "../records.js";
import type { Check, Violation } from "./check.js";

/** Each job has ended, once, by a way that there is; nothing follows its end. */
export const checkEndings: Check = (_, jobs) => jobs.flatMap(faultsOf);

function faultsOf(job: FinalJob): Violation[] {
  const wrong = (what: string): Violation => ({ kind: "wrong", job: job.id, what });
  if (!isFinal(job.state)) return [{ kind: "lost", job: job.id, what: `is still ${job.state}` }];
  const found: Violation[] = [];
  const endings = job.events.flatMap(({ state }, index) => (state !== null && isFinal(state) ? [index] : []));
  if (endings.length !== 1)
    found.push({ kind: endings.length === 0 ? "wrong" : "doubled", job: job.id, what: `has ${endings.length} ends` });
  if (endings[0] !== undefined && endings[0] !== job.events.length - 1) found.push(wrong("has events after its end"));
  if (endings[0] !== undefined && job.events[endings[0]]?.state !== job.state) found.push(wrong("has another end than its state"));
  try {
    statesOf(job.events);
  } catch (error) {
    found.push(wrong(`went a way that there is not: ${(error as Error).message}`));
  }
  return [...found, ...faultsOfTimes(job)];
}

function faultsOfTimes({ id, attempts, startedMs: jobStartedMs, finishedMs }: FinalJob): Violation[] {
  const wrong = (what: string): Violation => ({ kind: "wrong", job: id, what });
  const found: Violation[] = [];
  for (const { stage, state, startedMs, endedMs } of attempts) {
    if (state === "running") found.push(wrong(`has ended, and its ${stage} is shown running`));
    if (endedMs !== null && endedMs < startedMs) found.push(wrong(`${stage} ended ${Math.round(startedMs - endedMs)} ms before it began`));
  }
  if (jobStartedMs !== null && finishedMs !== null && finishedMs < jobStartedMs) {
    found.push(wrong(`finished ${Math.round(jobStartedMs - finishedMs)} ms before it started`));
  }
  return found;
}
