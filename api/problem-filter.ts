import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from "@nestjs/common";
import type { Response } from "express";
import type { Logger } from "pino";
import { isMissingTable, NOT_MIGRATED } from "../store/migrated.js";
import { isOutage } from "../store/outage.js";
import { Problem, type ProblemName, PROBLEMS, toDocument } from "./problems.js";
import type { ApiRequest } from "./request.js";

/** Makes every error an answer of one form; what was not expected is logged, and told without its inside. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<ApiRequest>();
    const response = host.switchToHttp().getResponse<Response>();
    const problem = toProblem(error);
    if (problem.status >= 500) {
      this.#log.error({ err: error, correlation_id: request.correlationId }, problem.message);
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.status(problem.status).set(problem.headers).type("application/problem+json");
    response.send(JSON.stringify(toDocument(problem, request.correlationId)));
  }
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isOutage(error)) {
    return new Problem("unavailable", "the database does not answer; try again in a moment", {
      headers: { "Retry-After": "2" },
      cause: error,
    });
  }
  if (isMissingTable(error)) return new Problem("unavailable", NOT_MIGRATED, { cause: error });
  if ((error as { code?: unknown }).code === "ENOSPC") {
    return new Problem("storage-full", "there is no space left for the file; free some, or tell the operator", { cause: error });
  }
  const status = statusOf(error);
  const name = (Object.keys(PROBLEMS) as ProblemName[]).find((one) => PROBLEMS[one].status === status);
  if (name && status < 500)
    return new Problem(
      name,
      status === 404 ? "there is no such call; the calls stand at /docs" : "the request is not valid HTTP for this API",
    );
  return new Problem("internal", "this is an error of Avalanche; the log has it under the correlation id", { cause: error });
}

/** Errors of Nest, and of Express where a path is not even a path. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const { status } = error as { status?: unknown };
  return typeof status === "number" ? status : 500;
}
