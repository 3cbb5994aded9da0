import { createHash } from "node:crypto";
import { Inject, Injectable } from "@nestjs/common";
import { dueAtOf, InvalidSubmission, JobInputs, type Submission, TooManyMembers } from "../../store/job-input.js";
import type { NewJob } from "../../store/jobs.js";
import { Problem } from "../problems.js";
import { invalid } from "../schema-pipe.js";
import { canonicalJson } from "./canonical-json.js";
import { newJobId } from "./job-id.js";

/** Makes the row of a new job. */
@Injectable()
export class ResolveJob {
  constructor(@Inject(JobInputs) private readonly inputs: JobInputs) {}

  /** @throws {Problem} invalid-request, naming every issue */
  async resolve(owner: string, submission: Submission, idempotencyKey: string | null): Promise<NewJob> {
    try {
      const { input, workflow, membersTotal } = await this.inputs.resolve({ id: newJobId(), owner }, submission);
      const { params, options } = submission;
      const dueAt = dueAtOf(options);
      return { input, workflow, membersTotal, params, options, dueAt, idempotencyKey, requestHash: hashOf(submission), retryOf: null };
    } catch (error) {
      if (error instanceof InvalidSubmission) throw invalid(error.issues);
      throw error instanceof TooManyMembers ? new Problem("too-many-members", error.message) : error;
    }
  }
}

/** Equal for equal requests, in whatever order their fields stand. */
export function hashOf(submission: Submission): string {
  return createHash("sha256").update(canonicalJson(submission)).digest("hex");
}
