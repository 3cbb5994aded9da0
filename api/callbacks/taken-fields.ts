import type { FinishedJob } from "../../store/finished-job.js";

/** What a callback's task may take from the job that ended. */
export type TakenDocument = Pick<FinishedJob, "id" | "task" | "state" | "error" | "result">;

/** The value of a dotted field; undefined where the job has none. */
export function takenValue({ id, task, state, error, result }: TakenDocument, field: string): unknown {
  let value: unknown = { id, task, state, error, result };
  for (const key of field.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value ?? undefined;
}

type JsonSchema = Record<string, unknown>;

const TEXT: JsonSchema = { type: "string" };

const ERROR: JsonSchema = { type: "object", properties: { type: TEXT, message: TEXT, stage: TEXT, log_tail: TEXT } };

/**
 * The JSON Schema of a dotted field, as far as it is known before the job has run.
 *
 * @param result the schema of the job's result
 * @returns null where no job of this task has the field
 */
export function takenSchema(field: string, result: JsonSchema): JsonSchema | null {
  const document: JsonSchema = { type: "object", properties: { id: TEXT, task: TEXT, state: TEXT, error: ERROR, result } };
  return field.split(".").reduce<JsonSchema | null>((schema, key) => schema && below(schema, key), document);
}

/** {} stands for anything. */
function below(schema: JsonSchema, key: string): JsonSchema | null {
  const properties = schema["properties"] as Record<string, JsonSchema> | undefined;
  if (properties && Object.hasOwn(properties, key)) return properties[key] as JsonSchema;
  const { type } = schema;
  if (typeof type !== "string") return {};
  if (type === "array") return /^\d+$/.test(key) ? ((schema["items"] as JsonSchema | undefined) ?? {}) : null;
  const more = schema["additionalProperties"];
  if (type !== "object" || (properties && !more)) return null;
  return typeof more === "object" ? (more as JsonSchema) : {};
}

/** A value of a schema's type, to see whether a parameter takes such; undefined where the type is not known. */
export function sampleOf({ type }: JsonSchema): unknown {
  return typeof type === "string" ? SAMPLES[type] : undefined;
}

const SAMPLES: Record<string, unknown> = { string: "text", number: 1, integer: 1, boolean: true, object: {}, array: [] };
