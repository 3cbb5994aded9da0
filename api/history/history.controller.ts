import { Controller, Get, Headers, Inject, Param, Query, Res } from "@nestjs/common";
import { ApiHeader, ApiProduces, ApiTags } from "@nestjs/swagger";
import type { Response } from "express";
import * as api from "../../contracts/api.js";
import { Database } from "../../store/database.js";
import { eventsOf, type JobEvent, type LogChunk, logsOf } from "../../store/history.js";
import { Answer, Call, NeedsToken } from "../answers.js";
import { JobsService } from "../jobs/jobs.service.js";
import { Owner } from "../request.js";
import { EventStream } from "./event-stream.js";

interface HistoryQuery {
  after?: number;
  limit: number;
}

@ApiTags("jobs")
@NeedsToken()
@Controller("api/v1/jobs/:id")
export class HistoryController {
  constructor(
    @Inject(JobsService) private readonly jobs: JobsService,
    @Inject(Database) private readonly db: Database,
    @Inject(EventStream) private readonly stream: EventStream,
  ) {}

  @Get("events")
  @Call("What happened to a job", { 404: "There is no such job.", 429: "Too many requests wait at once." })
  @ApiHeader({ name: "Last-Event-ID", required: false })
  @ApiProduces("application/json", "text/event-stream")
  @Answer(200, "JSON; with `Accept: text/event-stream` a stream that ends when the job is final.", api.eventList)
  async getEvents(
    @Owner() owner: string,
    @Param("id") id: string,
    @Query({ schema: api.historyQuery }) query: HistoryQuery,
    @Headers() headers: Record<string, string | undefined>,
    @Res() response: Response,
  ): Promise<void> {
    await this.jobs.outline(owner, id);
    const after = afterOf(query, headers);
    const read = (from: number, limit: number) => eventsOf(this.db, id, from, limit);
    if (wantsStream(headers)) return this.stream.send(owner, response, { jobId: id, after, read, name: (event: JobEvent) => event.type });
    response.json({ events: await read(after, query.limit) });
  }

  @Get("logs")
  @Call("What the tools of a job wrote", { 404: "There is no such job.", 429: "Too many requests wait at once." })
  @ApiHeader({ name: "Last-Event-ID", required: false })
  @ApiProduces("application/json", "text/event-stream")
  @Answer(200, "JSON; with `Accept: text/event-stream` a stream that ends when the job is final.", api.logList)
  async getLogs(
    @Owner() owner: string,
    @Param("id") id: string,
    @Query({ schema: api.historyQuery }) query: HistoryQuery,
    @Headers() headers: Record<string, string | undefined>,
    @Res() response: Response,
  ): Promise<void> {
    await this.jobs.outline(owner, id);
    const after = afterOf(query, headers);
    const read = (from: number, limit: number) => logsOf(this.db, id, from, limit);
    if (wantsStream(headers)) return this.stream.send(owner, response, { jobId: id, after, read, name: (_: LogChunk) => "log" });
    response.json({ logs: await read(after, query.limit) });
  }
}

function wantsStream(headers: Record<string, string | undefined>): boolean {
  return (headers.accept ?? "").toLowerCase().includes("text/event-stream");
}

/** A browser's EventSource says by itself what it has seen; that counts more than the address it was given. */
function afterOf(query: HistoryQuery, headers: Record<string, string | undefined>): number {
  const seen = headers["last-event-id"];
  return seen !== undefined && /^\d{1,15}$/.test(seen) ? Number(seen) : (query.after ?? 0);
}
