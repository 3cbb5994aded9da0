import { Inject, Injectable } from "@nestjs/common";
import type { z } from "zod";
import type * as api from "../../contracts/api.js";
import { type JobOutline, Jobs } from "../../store/jobs.js";
import { Problem } from "../problems.js";
import { invalid } from "../schema-pipe.js";
import { JobsService } from "./jobs.service.js";

@Injectable()
export class RetryJob {
  constructor(
    @Inject(JobsService) private readonly service: JobsService,
    @Inject(Jobs) private readonly jobs: Jobs,
  ) {}

  /**
   * Runs a finished job again, as a new one. While that is open, a repeat gives the same.
   *
   * @param onlyFailed members that succeeded are taken from the finished job
   * @throws {Problem} not-found, not-ready, nothing-failed, invalid-request
   */
  async retry(owner: string, id: string, onlyFailed: boolean, key: string | null): Promise<z.output<typeof api.submitted>> {
    const job = await this.service.outline(owner, id);
    refuseUnready(job);
    if (onlyFailed) refuseWithoutFailures(job);
    const { submission, retries } = await this.jobs.submissionOf(id);
    // With a blank: no key of a user has one.
    const repeat = key ?? `retry ${id} ${onlyFailed ? "failed" : "all"} ${retries}`;
    return this.service.submitRetry(owner, submission, repeat, { retryOf: id, keepFrom: onlyFailed ? id : null });
  }
}

function refuseUnready({ id, ready, state }: JobOutline): void {
  if (!ready)
    throw new Problem("not-ready", `job ${id} is ${state}; only a finished job is run again. Cancel it first, or wait for its end`);
}

function refuseWithoutFailures({ id, members, successful, partial }: JobOutline): void {
  if (members === null) throw invalid([{ path: "only_failed", message: "is for jobs that have members; leave it out" }]);
  if (successful && !partial && members.success === members.total)
    throw new Problem("nothing-failed", `every member of job ${id} succeeded`);
}
