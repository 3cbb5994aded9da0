import { Inject, Injectable } from "@nestjs/common";
import type { Response } from "express";
import { OpenRequests } from "../open-requests.js";
import { JobWatch } from "./job-watch.js";

@Injectable()
export class WaitForJob {
  constructor(
    @Inject(JobWatch) private readonly watch: JobWatch,
    @Inject(OpenRequests) private readonly open: OpenRequests,
  ) {}

  /** Until the job is final, the time is over, the client is gone or the API stops. */
  wait(owner: string, id: string, timeoutMs: number, response: Response): Promise<void> {
    return this.open.during(owner, response, async (gone) => {
      await this.watch.untilFinal(id, timeoutMs, gone);
    });
  }
}
