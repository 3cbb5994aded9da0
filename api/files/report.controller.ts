import { open } from "node:fs/promises";
import { Controller, Get, Inject, Param, Req, Res } from "@nestjs/common";
import { ApiProduces, ApiResponse, ApiTags } from "@nestjs/swagger";
import type { Response } from "express";
import type { ArtifactStore } from "../../store/artifacts.js";
import { Database } from "../../store/database.js";
import { artifactOf } from "../../store/job-artifacts.js";
import { Call, NeedsToken } from "../answers.js";
import { JobsService } from "../jobs/jobs.service.js";
import { Problem } from "../problems.js";
import { type ApiRequest, Owner } from "../request.js";
import { ARTIFACTS } from "../tokens.js";
import { REPORT_HEAD_BYTES, reportPolicy } from "./report-policy.js";
import { sendFile } from "./send-file.js";

const REPORT = "report.html";

@ApiTags("jobs")
@NeedsToken()
@Controller("api/v1/jobs/:id/report")
export class ReportController {
  constructor(
    @Inject(JobsService) private readonly jobs: JobsService,
    @Inject(Database) private readonly db: Database,
    @Inject(ARTIFACTS) private readonly store: ArtifactStore,
  ) {}

  @Get()
  @Call("The report of an analysis, a page to look at", { 404: "There is no such job, or it has no report." })
  @ApiProduces("text/html")
  @ApiResponse({ status: 200, description: "The page. It needs no network.", content: { "text/html": { schema: { type: "string" } } } })
  async getReport(@Owner() owner: string, @Param("id") id: string, @Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    await this.jobs.outline(owner, id);
    const found = await artifactOf(this.db, id, REPORT);
    if (!found) throw new Problem("not-found", `job ${id} has no report; an analysis has one when it has succeeded`);
    const path = await this.store.pathOf(`artifact:${found.sha256}`).catch(() => {
      throw new Problem("not-found", "the report is not kept any more");
    });
    response.set("Content-Security-Policy", reportPolicy(await headOf(path)));
    await sendFile(request, response, { path, name: REPORT, sha256: found.sha256, mediaType: found.media_type, isShown: true });
  }
}

async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(REPORT_HEAD_BYTES), 0, REPORT_HEAD_BYTES, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await file.close();
  }
}
