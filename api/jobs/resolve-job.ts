import { createHash } from "node:crypto";
import { Inject, Injectable } from "@nestjs/common";
import { dueAtOf, InvalidSubmission, JobInputs, type Submission } from "../../store/job-input.js";
import type { NewJob } from "../../store/jobs.js";
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
      const { input, workflow } = await this.inputs.resolve(newJobId(), owner, submission);
      const { params, options } = submission;
      return { input, workflow, params, options, dueAt: dueAtOf(options), idempotencyKey, requestHash: hashOf(submission) };
    } catch (error) {
      throw error instanceof InvalidSubmission ? invalid(error.issues) : error;
    }
  }
}

/** Equal for equal requests, in whatever order their fields stand. */
export function hashOf(submission: Submission): string {
  return createHash("sha256").update(canonicalJson(submission)).digest("hex");
}
