import "reflect-metadata";
import { randomUUID } from "node:crypto";
import { NestFactory } from "@nestjs/core";
import { ExpressAdapter, type NestExpressApplication } from "@nestjs/platform-express";
import compression from "compression";
import type { NextFunction, Response } from "express";
import type { Logger } from "pino";
import { ApiModule } from "./api.module.js";
import { ApiDocument, describeApi } from "./docs/api-document.js";
import { NestLogger } from "./nest-logger.js";
import type { Parts } from "./parts.js";
import type { ApiRequest } from "./request.js";

/** The API, not yet listening. */
export async function createApplication(parts: Parts): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(ApiModule.of(parts), new ExpressAdapter(), {
    bodyParser: false,
    logger: new NestLogger(parts.log),
    abortOnError: false,
  });
  app.disable("x-powered-by");
  app.set("etag", false);
  app.set("query parser", "simple");
  app.use(accompany(parts.log));
  // Where the client asks for it; files and streams of events say `no-transform` and pass as they are.
  app.use(compression());
  app.get(ApiDocument).text = JSON.stringify(describeApi(app));
  return app;
}

const HEADERS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

/** Gives every request its correlation id, every answer its headers, and the log one line. It decides nothing. */
function accompany(log: Logger) {
  return (request: ApiRequest, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    request.correlationId = randomUUID();
    response.set(HEADERS).set("X-Correlation-Id", request.correlationId);
    response.once("close", () => {
      const ms = Math.round(performance.now() - startedAt);
      log.debug(
        {
          method: request.method,
          path: request.path.slice(0, 300),
          status: response.statusCode,
          ms,
          correlation_id: request.correlationId,
        },
        "request",
      );
    });
    next();
  };
}
