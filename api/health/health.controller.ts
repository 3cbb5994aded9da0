import { Controller, Get, Inject } from "@nestjs/common";
import { ApiTags } from "@nestjs/swagger";
import * as api from "../../contracts/api.js";
import { OpenToAll } from "../access/access-guard.js";
import { Answer, Call } from "../answers.js";
import { type Health, HealthChecks } from "./health-checks.js";

@ApiTags("health")
@Controller("api/v1/health")
export class HealthController {
  constructor(@Inject(HealthChecks) private readonly checks: HealthChecks) {}

  @Get()
  @OpenToAll()
  @Call("What Avalanche needs, and whether it answers; needs no token")
  @Answer(200, "`degraded` where something does not answer; at most two seconds old.", api.health)
  getHealth(): Promise<Health> {
    return this.checks.latest();
  }
}
