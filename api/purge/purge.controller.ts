import { Body, Controller, HttpCode, Inject, Post, UseInterceptors } from "@nestjs/common";
import { ApiTags } from "@nestjs/swagger";
import type { z } from "zod";
import * as api from "../../contracts/purge.js";
import { Database } from "../../store/database.js";
import { findPurged, purgeJobs, PurgeGrew } from "../../store/purge.js";
import { Answer, Call, NeedsToken } from "../answers.js";
import { JsonBody } from "../body/json-body.js";
import { Owner } from "../request.js";
import { outdated, PurgeTokens } from "./purge-token.js";

type Purged = z.output<typeof api.purged>;

@ApiTags("jobs")
@NeedsToken()
@Controller("api/v1/jobs/purge")
export class PurgeController {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(PurgeTokens) private readonly tokens: PurgeTokens,
  ) {}

  @Post()
  @HttpCode(200)
  @UseInterceptors(JsonBody)
  @Call("Cancel many jobs", {
    400: "The filter is not valid, or `confirm` is not of a dry run with it.",
    409: "The dry run is too old, or more jobs match by now; nothing was cancelled.",
  })
  @Answer(200, "How many, and which; they are REVOKED as after a cancel of each.", api.purged)
  async purgeJobs(
    @Owner() owner: string,
    @Body({ schema: api.purge }) { filter, dry_run, confirm }: z.output<typeof api.purge>,
  ): Promise<Purged> {
    if (dry_run) {
      const { count, ids, at } = await findPurged(this.db, owner, filter);
      return { dry_run, count, ids, confirm: this.tokens.create(owner, filter, { count, at }) };
    }
    const dryRun = this.tokens.read(owner, filter, confirm);
    const found = await purgeJobs(this.db, owner, filter, dryRun).catch((error: unknown) => {
      throw error instanceof PurgeGrew ? outdated(error.message) : error;
    });
    return { dry_run, ...found, confirm: null };
  }
}
