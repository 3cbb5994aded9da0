import "reflect-metadata";
import type { OpenAPIObject } from "@nestjs/swagger";
import { pino } from "pino";
import { loadConfig } from "../config/config.js";
import { createApplication } from "./application.js";
import { describeApi } from "./docs/api-document.js";
import { createParts } from "./parts.js";

/** The API's document, made without any server and without listening: for the build and for tests. */
export async function createOpenApiDocument(): Promise<OpenAPIObject> {
  const log = pino({ level: "silent" });
  const parts = await createParts(loadConfig({}), "postgres://nowhere", "a token that nobody needs", log);
  const app = await createApplication(parts);
  const document = describeApi(app);
  await app.close();
  await parts.temporal.close();
  await parts.db.close();
  return document;
}
