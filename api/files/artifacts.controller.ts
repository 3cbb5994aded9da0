import { Controller, Get, Inject, Param, Req, Res } from "@nestjs/common";
import { ApiProduces, ApiResponse, ApiTags } from "@nestjs/swagger";
import type { Response } from "express";
import * as api from "../../contracts/api.js";
import type { ArtifactStore } from "../../store/artifacts.js";
import { Database } from "../../store/database.js";
import type { JobArtifact } from "../../contracts/artifact.js";
import { artifactOf, artifactsOf } from "../../store/job-artifacts.js";
import { Answer, Call, NeedsToken } from "../answers.js";
import { unstorable } from "../body/strict-json.js";
import { JobsService } from "../jobs/jobs.service.js";
import { Problem } from "../problems.js";
import { type ApiRequest, Owner } from "../request.js";
import { ARTIFACTS } from "../tokens.js";
import { sendFile } from "./send-file.js";

@ApiTags("jobs")
@NeedsToken()
@Controller("api/v1/jobs/:id/artifacts")
export class ArtifactsController {
  constructor(
    @Inject(JobsService) private readonly jobs: JobsService,
    @Inject(Database) private readonly db: Database,
    @Inject(ARTIFACTS) private readonly store: ArtifactStore,
  ) {}

  @Get()
  @Call("The files of a job", { 404: "There is no such job." })
  @Answer(200, "Their names, sizes and checksums.", api.artifactList)
  async listArtifacts(@Owner() owner: string, @Param("id") id: string): Promise<{ artifacts: JobArtifact[] }> {
    await this.jobs.outline(owner, id);
    return { artifacts: await artifactsOf(this.db, id) };
  }

  @Get(":name")
  @Call("A file of a job", { 404: "There is no such job, or it has no such file." })
  @ApiProduces("application/octet-stream")
  @ApiResponse({
    status: 200,
    description: "The file. `ETag` is its SHA-256.",
    content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
  })
  async getArtifact(
    @Owner() owner: string,
    @Param("id") id: string,
    @Param("name") name: string,
    @Req() request: ApiRequest,
    @Res() response: Response,
  ): Promise<void> {
    await this.jobs.outline(owner, id);
    const found = unstorable(name) ? null : await artifactOf(this.db, id, name);
    if (!found) throw new Problem("not-found", `job ${id} has no file ${JSON.stringify(name.slice(0, 100))}`);
    const path = await this.store.pathOf(`artifact:${found.sha256}`).catch(() => {
      throw new Problem("not-found", `the file ${found.name} is not kept any more`);
    });
    await sendFile(request, response, { path, name: found.name, sha256: found.sha256, mediaType: found.media_type });
  }
}
