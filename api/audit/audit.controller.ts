import { Controller, Get, Inject, Query } from "@nestjs/common";
import { ApiTags } from "@nestjs/swagger";
import type { z } from "zod";
import * as api from "../../contracts/audit.js";
import { type AuditQuery, auditOf } from "../../store/audit.js";
import { Database } from "../../store/database.js";
import { Rights } from "../access/rights.js";
import { Answer, Call, NeedsToken } from "../answers.js";
import { Owner } from "../request.js";

@ApiTags("audit")
@NeedsToken()
@Controller("api/v1/audit")
export class AuditController {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Rights) private readonly rights: Rights,
  ) {}

  @Get()
  @Call("Who did what to jobs and queues", { 403: "You may not." })
  @Answer(200, "The newest first; `next_before` leads to the next page.", api.auditList)
  async listAudit(@Owner() owner: string, @Query({ schema: api.auditQuery }) query: AuditQuery): Promise<z.output<typeof api.auditList>> {
    this.rights.need(owner, "read_audit");
    const entries = await auditOf(this.db, query);
    const last = entries.at(-1);
    return { entries, next_before: last && entries.length === query.limit ? last.seq : null };
  }
}
