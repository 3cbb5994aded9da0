import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from "@nestjs/common";
import type { Observable } from "rxjs";
import { Problem } from "../problems.js";
import type { ApiRequest } from "../request.js";
import { parseStrictJson } from "./strict-json.js";

export const MAX_BODY_BYTES = 10_000_000;

/** A body that comes slower is given up. */
const BODY_DEADLINE_MS = 30_000;

/** Reads a call's JSON body: after the guard, so that nobody without a token makes the API read anything. */
@Injectable()
export class JsonBody implements NestInterceptor {
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<ApiRequest>();
    if (this.mayBeEmpty && isEmpty(request)) return next.handle();
    checkType(request);
    checkLength(request);
    request.body = parseStrictJson(await read(request));
    return next.handle();
  }

  protected get mayBeEmpty(): boolean {
    return false;
  }
}

/** For a call that says enough without a body. */
@Injectable()
export class OptionalJsonBody extends JsonBody {
  protected override get mayBeEmpty(): boolean {
    return true;
  }
}

function isEmpty({ headers }: ApiRequest): boolean {
  return Number(headers["content-length"] ?? 0) === 0 && headers["transfer-encoding"] === undefined;
}

/** One spelling: what passes here is read as UTF-8 JSON and as nothing else. */
function checkType(request: ApiRequest): void {
  const type = request.headers["content-type"] ?? "";
  if (!/^application\/json(\s*;\s*charset="?utf-8"?)?$/.test(type.replace(/utf-8/i, "utf-8"))) {
    throw new Problem("unsupported-media-type", "send JSON in UTF-8, with Content-Type: application/json");
  }
  if ((request.headers["content-encoding"] ?? "identity") !== "identity") {
    throw new Problem("unsupported-media-type", "send the body without a Content-Encoding");
  }
}

function checkLength(request: ApiRequest): void {
  if (Number(request.headers["content-length"] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
}

function read(request: ApiRequest): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (problem: Problem) => {
      clearTimeout(timer);
      request.removeAllListeners("data").resume();
      reject(problem);
    };
    const timer = setTimeout(() => stop(new Problem("invalid-json", "the body did not come within 30 s")), BODY_DEADLINE_MS);
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) return stop(tooLarge());
      chunks.push(chunk);
    });
    request.once("end", () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks));
    });
    request.once("error", () => stop(new Problem("invalid-json", "the connection broke in the middle of the body")));
    request.once("close", () => clearTimeout(timer));
  });
}

function tooLarge(): Problem {
  return new Problem("too-large", "a body has at most 10 MB; upload files with POST /api/v1/datasets");
}
