import { fieldOf } from "../../contracts/hand-over.js";
import type { Callback } from "../../contracts/options.js";
import { jobOptions } from "../../contracts/options.js";
import type { OwedCallback } from "../../store/callbacks.js";
import type { FinishedJob } from "../../store/finished-job.js";
import type { JobsService } from "../jobs/jobs.service.js";
import { Problem } from "../problems.js";
import type { Attempt } from "./attempt.js";

/** Submits the job that follows another one, for the same owner; a repeat finds the first. */
export async function submitFollowUp(
  jobs: Pick<JobsService, "submitFollowUp">,
  { owner, outcome }: OwedCallback,
  { task, params, take = {} }: Extract<Callback, { task: string }>,
  job: FinishedJob,
): Promise<Attempt> {
  const { id, state, error, result } = job;
  const given = { id, task: job.task, state, error, result };
  const taken = Object.entries(take).map(([name, field]) => [name, field, fieldOf(given, field) ?? undefined] as const);
  const missing = taken.find(([, , value]) => value === undefined);
  if (missing) return { ok: false, isFinal: true, note: `${task} takes ${missing[0]} from ${missing[1]}, which this job does not have` };
  const all = { ...params, ...Object.fromEntries(taken.map(([name, , value]) => [name, value])) };
  try {
    const submitted = await jobs.submitFollowUp({ of: job.id, outcome, owner }, { task, params: all, options: jobOptions.parse({}) });
    return { ok: true, note: `submitted ${task} as ${submitted}`, followUp: submitted };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ok: false, isFinal: FOR_GOOD.has(error.type), note: `${task} was refused: ${error.message}` };
  }
}

/** Refusals that another attempt would meet again. */
const FOR_GOOD = new Set<Problem["type"]>(["invalid-request", "idempotency-conflict", "too-many-members", "forbidden"]);
