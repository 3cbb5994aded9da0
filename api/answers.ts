import { applyDecorators } from "@nestjs/common";
import { ApiBearerAuth, ApiOperation, ApiResponse } from "@nestjs/swagger";
import { z } from "zod";
import { problem } from "../contracts/api.js";

/** What a call is for, and its problems; with `operationId` from the method's name. */
export function Call(summary: string, problems: Record<number, string> = {}): MethodDecorator {
  return applyDecorators(
    tellParameters,
    ApiOperation({ summary }),
    ...Object.entries(problems).map(([status, description]) => ApiResponse({ status: Number(status), description, ...PROBLEM })),
    ApiResponse({ status: "default", description: "Any other refusal.", ...PROBLEM }),
  );
}

/** A JSON answer, described by the schema that its type comes from. */
export function Answer(status: number, description: string, schema: z.ZodType): MethodDecorator {
  return ApiResponse({ status, description, standardSchema: schema });
}

/** Stands on controllers whose calls need the token. */
export const NeedsToken = () => applyDecorators(ApiBearerAuth());

/** JSON Schema (draft 2020-12), without what goes without saying. */
export function toJsonSchema(schema: z.ZodType, io: "input" | "output"): Record<string, unknown> {
  const made = z.toJSONSchema(schema, { io, unrepresentable: "any", override: ({ jsonSchema }) => dropSafeIntegerBounds(jsonSchema) });
  const { $schema: _, "~standard": __, ...rest } = made as Record<string, unknown>;
  return rest;
}

/** Schemas that the document names once. */
export const SHARED_SCHEMAS = { Problem: toJsonSchema(problem, "output") };

const PROBLEM = { content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } };

/** The document's maker looks for what `emitDecoratorMetadata` would have left; schemas and names say the rest. */
function tellParameters(target: object, method: string | symbol): void {
  const { length } = (target as Record<string | symbol, (...given: unknown[]) => unknown>)[method]!;
  Reflect.defineMetadata("design:paramtypes", Array(length).fill(String), target, method);
}

function dropSafeIntegerBounds(schema: { minimum?: number; maximum?: number }): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}
