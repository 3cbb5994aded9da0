import type { INestApplication } from "@nestjs/common";
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from "@nestjs/swagger";
import type { z } from "zod";
import { SHARED_SCHEMAS, toJsonSchema } from "../answers.js";
import { VERSION } from "../../config/version.js";

/** The OpenAPI document of this API, once it was made. */
export class ApiDocument {
  text = "{}";
}

/** From the controllers and the schemas of `contracts/`. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion("3.1.0")
    .setTitle("Avalanche")
    .setDescription(ABOUT)
    .setVersion(VERSION)
    .addBearerAuth({ type: "http", scheme: "bearer", bearerFormat: "opaque", description: "The token in AVALANCHE_HOME/token." })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (_, method) => method,
    standardSchemaConverter: (schema, { schemaType }) => ({ schema: toJsonSchema(schema as unknown as z.ZodType, schemaType) }),
  });
  document.components = { ...document.components, schemas: { ...document.components?.schemas, ...SHARED_SCHEMAS } };
  return document;
}

const ABOUT = `Runs environmental-DNA work that takes minutes to days: from sequencing reads to a table of taxa.

Submit a job, follow its progress, take its result and files. Refusals are \`application/problem+json\`.`;
