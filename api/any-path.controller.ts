import { All, Controller, Req } from "@nestjs/common";
import { ApiExcludeController } from "@nestjs/swagger";
import { Problem } from "./problems.js";
import type { ApiRequest } from "./request.js";

/** Whatever is no call of the API: it meets the same guard, so that without a token every path looks the same. */
@ApiExcludeController()
@Controller()
export class AnyPathController {
  @All(["", "*path"])
  refuse(@Req() request: ApiRequest): never {
    throw new Problem(
      "not-found",
      `there is no call ${request.method} ${JSON.stringify(request.path.slice(0, 200))}; the calls stand at /docs`,
    );
  }
}
