import { createHash } from "node:crypto";
import { Inject, Injectable } from "@nestjs/common";
import { InvalidSubmission, JobInputs, type Submission, TooManyMembers } from "../../store/job-input.js";
import { dueAtOf } from "../../store/job-times.js";
import type { NewJob } from "../../store/jobs.js";
import { Rights } from "../access/rights.js";
import { CallbackChecks } from "../callbacks/check-callbacks.js";
import { Problem } from "../problems.js";
import { invalid } from "../schema-pipe.js";
import { canonicalJson } from "./canonical-json.js";
import { newJobId } from "./job-id.js";

/** Where a job comes from that nobody submitted by itself. */
export interface Origin {
  callbackOf?: string;
  retryOf?: string;
  /** An earlier job whose good members it takes. */
  keepFrom?: string | null;
}

/** Makes the row of a new job. */
@Injectable()
export class ResolveJob {
  constructor(
    @Inject(JobInputs) private readonly inputs: JobInputs,
    @Inject(CallbackChecks) private readonly callbacks: CallbackChecks,
    @Inject(Rights) private readonly rights: Rights,
  ) {}

  /** @throws {Problem} invalid-request, naming every issue; forbidden */
  async resolve(
    owner: string,
    submission: Submission,
    idempotencyKey: string | null,
    origin: Origin,
  ): Promise<{ row: NewJob; warnings: string[] }> {
    const ofCallbacks = this.callbacks.issuesOf(submission);
    const { retryOf = null, callbackOf = null, keepFrom = null } = origin;
    const resolved = await this.inputs.resolve({ id: newJobId(), owner, keepFrom }, submission).catch((error: unknown) => {
      if (error instanceof InvalidSubmission) throw invalid([...error.issues, ...ofCallbacks]);
      throw error instanceof TooManyMembers ? new Problem("too-many-members", error.message) : error;
    });
    if (ofCallbacks.length > 0) throw invalid(ofCallbacks);
    const { standsFor, start, usesReferences, rights, warnings } = resolved;
    for (const right of rights) this.rights.need(owner, right);
    const { input, workflow, membersTotal } = start;
    const { params, options } = submission;
    const row = {
      input,
      workflow,
      membersTotal,
      standsFor,
      usesReferences,
      params,
      options,
      dueAt: dueAtOf(options),
      idempotencyKey,
      requestHash: hashOf(submission, origin),
      retryOf,
      callbackOf,
    };
    return { row, warnings };
  }
}

/** Equal for equal requests, in whatever order their fields stand. */
export function hashOf(submission: Submission, { retryOf, keepFrom }: Origin): string {
  return createHash("sha256")
    .update(canonicalJson({ ...submission, retryOf, keepFrom }))
    .digest("hex");
}
