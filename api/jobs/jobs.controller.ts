import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res, UseInterceptors } from "@nestjs/common";
import { ApiHeader, ApiTags } from "@nestjs/swagger";
import type { Response } from "express";
import type { z } from "zod";
import * as api from "../../contracts/api.js";
import type { Submission } from "../../store/job-input.js";
import type { JobQuery } from "../../store/job-filter.js";
import { Answer, Call, NeedsToken } from "../answers.js";
import { JsonBody, OptionalJsonBody } from "../body/json-body.js";
import { Owner } from "../request.js";
import { CancelJob } from "./cancel-job.js";
import { JobProgress } from "./job-progress.js";
import { checkedKey, JobsService } from "./jobs.service.js";
import { PauseJob } from "./pause-job.js";
import { RetryJob } from "./retry-job.js";
import { WaitForJob } from "./wait-for-job.js";

@ApiTags("jobs")
@NeedsToken()
@Controller("api/v1/jobs")
export class JobsController {
  constructor(
    @Inject(JobsService) private readonly jobs: JobsService,
    @Inject(JobProgress) private readonly progress: JobProgress,
    @Inject(WaitForJob) private readonly waiting: WaitForJob,
    @Inject(CancelJob) private readonly cancelling: CancelJob,
    @Inject(PauseJob) private readonly pausing: PauseJob,
    @Inject(RetryJob) private readonly retrying: RetryJob,
  ) {}

  @Post()
  @HttpCode(202)
  @UseInterceptors(JsonBody)
  @Call("Submit a job", {
    400: "Every issue is named; nothing has started.",
    403: "You may not choose the queue.",
    409: "The Idempotency-Key was used for another request.",
    429: "Too many submits in a short time, or too many open jobs: `type` says which.",
    503: "The database is away.",
  })
  @ApiHeader({ name: "Idempotency-Key", required: false, description: "A repeat with the same key gives the same job." })
  @Answer(202, "The job is durable. `Location` is its address.", api.submitted)
  async submitJob(
    @Owner() owner: string,
    @Body({ schema: api.submission }) submission: Submission,
    @Headers("Idempotency-Key") key: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    const submitted = await this.jobs.submit(owner, submission, key);
    response.location(`/api/v1/jobs/${submitted.id}`);
    return submitted;
  }

  @Get()
  @Call("List jobs", { 400: "A filter or the page token is not valid." })
  @Answer(200, "One page; `next_page_token` leads to the next.", api.jobList)
  listJobs(@Owner() owner: string, @Query({ schema: api.jobQuery }) query: JobQuery) {
    return this.jobs.list(owner, query);
  }

  @Get(":id")
  @Call("A job", { 404: "There is no such job." })
  @Answer(200, "The job, with its attempts.", api.jobDetail)
  getJob(@Owner() owner: string, @Param("id") id: string) {
    return this.jobs.detail(owner, id);
  }

  @Get(":id/progress")
  @Call("How far a job is", { 404: "There is no such job." })
  @Answer(200, "From its workflow while it runs, else from the record.", api.progress)
  async getProgress(@Owner() owner: string, @Param("id") id: string) {
    return this.progress.of(await this.jobs.outline(owner, id));
  }

  @Get(":id/wait")
  @Call("Wait for the end of a job", { 404: "There is no such job.", 429: "Too many requests wait at once." })
  @Answer(200, "The job is final.", api.job)
  @Answer(202, "The job is not final yet; it goes on.", api.job)
  async waitForJob(
    @Owner() owner: string,
    @Param("id") id: string,
    @Query({ schema: api.waitQuery }) { timeout }: { timeout: number },
    @Res({ passthrough: true }) response: Response,
  ) {
    await this.jobs.outline(owner, id);
    await this.waiting.wait(owner, id, timeout * 1000, response);
    const job = await this.jobs.find(owner, id);
    response.status(job.ready ? 200 : 202);
    return job;
  }

  @Get(":id/result")
  @Call("The result of a job", { 404: "There is no such job.", 409: "The job is not ready, failed or was cancelled: `type` says which." })
  @Answer(200, "The result; its files are at `/artifacts`.", api.jobResult)
  getResult(@Owner() owner: string, @Param("id") id: string) {
    return this.jobs.result(owner, id);
  }

  @Post(":id/cancel")
  @HttpCode(200)
  @Call("Cancel a job", { 404: "There is no such job.", 409: "The job has already finished in another way." })
  @Answer(200, "The job; it is REVOKED when all that it started is gone. Repeatable.", api.job)
  cancelJob(@Owner() owner: string, @Param("id") id: string) {
    return this.cancelling.cancel(owner, id);
  }

  @Post(":id/pause")
  @HttpCode(200)
  @Call("Pause a job", { 404: "There is no such job.", 409: "The job has already finished, or is carried out by its parent." })
  @Answer(200, "The job; it is PAUSED when it holds, before its next stage. Repeatable.", api.job)
  pauseJob(@Owner() owner: string, @Param("id") id: string) {
    return this.pausing.control(owner, id, "pause");
  }

  @Post(":id/resume")
  @HttpCode(200)
  @Call("Let a paused job go on", { 404: "There is no such job.", 409: "The job has already finished, or is carried out by its parent." })
  @Answer(200, "The job. Repeatable.", api.job)
  resumeJob(@Owner() owner: string, @Param("id") id: string) {
    return this.pausing.control(owner, id, "resume");
  }

  @Post(":id/retry")
  @HttpCode(202)
  @UseInterceptors(OptionalJsonBody)
  @Call("Run a finished job again", {
    400: "Its parameters are not valid any more, or `only_failed` is for a job without members.",
    404: "There is no such job.",
    409: "The job has not finished, or no member failed.",
  })
  @ApiHeader({ name: "Idempotency-Key", required: false, description: "A repeat with the same key gives the same job." })
  @Answer(202, "A new job with `retry_of`. While that is open, a repeat gives the same.", api.submitted)
  async retryJob(
    @Owner() owner: string,
    @Param("id") id: string,
    @Body({ schema: api.retry }) { only_failed }: z.output<typeof api.retry>,
    @Headers("Idempotency-Key") key: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    const submitted = await this.retrying.retry(owner, id, only_failed, checkedKey(key));
    response.location(`/api/v1/jobs/${submitted.id}`);
    return submitted;
  }
}
