import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, Res, UseInterceptors } from "@nestjs/common";
import { ApiHeader, ApiTags } from "@nestjs/swagger";
import type { Response } from "express";
import type { z } from "zod";
import * as jobs from "../../contracts/api.js";
import * as api from "../../contracts/reference-list.js";
import { params as installation } from "../../contracts/tasks/install-reference/schema.js";
import { type ReferenceEntry, ReferenceNeeded, References, split } from "../../store/references.js";
import { Rights } from "../access/rights.js";
import { Answer, Call, NeedsToken } from "../answers.js";
import { JsonBody } from "../body/json-body.js";
import { JobsService } from "../jobs/jobs.service.js";
import { Problem } from "../problems.js";
import { Owner } from "../request.js";

@ApiTags("references")
@NeedsToken()
@Controller("api/v1/references")
export class ReferencesController {
  constructor(
    @Inject(References) private readonly references: References,
    @Inject(JobsService) private readonly jobs: JobsService,
    @Inject(Rights) private readonly rights: Rights,
  ) {}

  @Get()
  @Call("The reference databases that are installed")
  @Answer(200, "Every version, by name; one that is being installed is not among them.", api.referenceList)
  async listReferences(): Promise<z.output<typeof api.referenceList>> {
    return { references: await this.references.list() };
  }

  @Get(":id")
  @Call("A reference database", { 404: "There is no such reference." })
  @Answer(200, "Of a name alone, its active version.", api.referenceEntry)
  async getReference(@Param("id") id: string): Promise<ReferenceEntry> {
    return known(id, await this.references.find(id));
  }

  @Post()
  @HttpCode(202)
  @UseInterceptors(JsonBody)
  @Call("Install a reference database", { 400: "Every issue is named; nothing has started.", 403: "You may not." })
  @ApiHeader({ name: "Idempotency-Key", required: false, description: "A repeat with the same key gives the same job." })
  @Answer(202, "The job that checks and indexes it (`install_reference`). `Location` is its address.", jobs.submitted)
  async installReference(
    @Owner() owner: string,
    @Body({ schema: installation }) params: z.output<typeof installation>,
    @Headers("Idempotency-Key") key: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    this.rights.need(owner, "change_references");
    const submitted = await this.jobs.submit(owner, jobs.submission.parse({ task: "install_reference", params }), key);
    response.location(`/api/v1/jobs/${submitted.id}`);
    return submitted;
  }

  @Post(":id/activate")
  @HttpCode(200)
  @Call("Make a version the one that the name alone stands for", { 403: "You may not.", 404: "There is no such reference." })
  @Answer(200, "The reference. Jobs that were submitted before keep their version.", api.referenceEntry)
  async activateReference(@Owner() owner: string, @Param("id") id: string): Promise<ReferenceEntry> {
    this.rights.need(owner, "change_references");
    const { name = "", version = null } = split(id) ?? {};
    return known(id, version === null ? null : await this.references.activate(owner, name, version));
  }

  @Delete(":id")
  @Call("Remove a version", {
    403: "You may not.",
    404: "There is no such reference.",
    409: "Open jobs use it, or it is the active version beside others; nothing was removed.",
  })
  @Answer(200, "What was removed.", api.referenceEntry)
  async removeReference(@Owner() owner: string, @Param("id") id: string): Promise<ReferenceEntry> {
    this.rights.need(owner, "change_references");
    const { name = "", version = null } = split(id) ?? {};
    const removed = version === null ? null : await this.references.remove(owner, name, version).catch(refused);
    return known(id, removed);
  }
}

function refused(error: unknown): never {
  throw error instanceof ReferenceNeeded ? new Problem("reference-needed", error.message) : error;
}

function known<T>(id: string, found: T | null): T {
  if (found === null)
    throw new Problem(
      "not-found",
      `there is no reference ${JSON.stringify(id.slice(0, 130))}; GET /api/v1/references lists them as name@version`,
    );
  return found;
}
