import { Body, Controller, Get, Inject, Param, Put, UseInterceptors } from "@nestjs/common";
import { ApiTags } from "@nestjs/swagger";
import type { z } from "zod";
import { noQueue, queue as queueName } from "../../contracts/queue.js";
import * as api from "../../contracts/queue-list.js";
import { Database } from "../../store/database.js";
import { listQueues, type QueueEntry, setQueueRate } from "../../store/queues.js";
import { Rights } from "../access/rights.js";
import { Answer, Call, NeedsToken } from "../answers.js";
import { JsonBody } from "../body/json-body.js";
import { Problem } from "../problems.js";
import { Owner } from "../request.js";
import { Temporal } from "../temporal/temporal.js";
import { applyRates } from "./apply-rates.js";

@ApiTags("queues")
@NeedsToken()
@Controller("api/v1/queues")
export class QueuesController {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Temporal) private readonly temporal: Temporal,
    @Inject(Rights) private readonly rights: Rights,
  ) {}

  @Get()
  @Call("How full the queues are, and who works on them")
  @Answer(200, "Every queue, counted over the jobs of all users.", api.queueList)
  async listQueues(): Promise<z.output<typeof api.queueList>> {
    return { queues: await listQueues(this.db) };
  }

  @Put(":name/rate")
  @UseInterceptors(JsonBody)
  @Call("Limit the rate of a queue, over all its workers", { 403: "You may not.", 404: "There is no such queue." })
  @Answer(200, "The queue; the rate holds from now on, also for what is queued.", api.queueEntry)
  async setQueueRate(
    @Owner() owner: string,
    @Param("name") name: string,
    @Body({ schema: api.queueRate }) { per_second: perSecond }: z.output<typeof api.queueRate>,
  ): Promise<QueueEntry> {
    this.rights.need(owner, "set_queue_rate");
    const { data: queue } = queueName.safeParse(name);
    if (!queue) throw new Problem("not-found", noQueue(name));
    await setQueueRate(this.db, owner, queue, perSecond);
    // Where Temporal is away, the reconciler tells it.
    await applyRates({ db: this.db, temporal: this.temporal }).catch(() => undefined);
    return (await listQueues(this.db)).find((entry) => entry.queue === queue)!;
  }
}
