import { z } from "zod";
import type { Task } from "../contracts/registry.js";

interface JsonSchema {
  type?: string | string[];
  enum?: unknown[];
  const?: string | number | boolean;
  anyOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  required?: string[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  pattern?: string;
  description?: string;
  examples?: unknown[];
}

const MADE = "<!-- Made by `npm run generate` from contracts/tasks/; edit there. -->";

export function renderTaskList(tasks: readonly Task[]): string {
  const rows = tasks.map((task) => `| [${task.task}](${task.task}.md) | ${task.queue} | ${cell(task.summary)} |`);
  return [MADE, "# Tasks", "", "| task | queue | what it does |", "| --- | --- | --- |", ...rows, ""].join("\n");
}

/** A task's page: its limits, and a table each of its parameters and its result. */
export function renderTask(task: Task): string {
  const params = z.toJSONSchema(task.schema.params, { io: "input", unrepresentable: "any" }) as JsonSchema;
  const result = z.toJSONSchema(task.schema.result, { io: "output", unrepresentable: "any" }) as JsonSchema;
  const { maxRetries, delaySeconds } = task.retry;
  const { softSeconds, hardSeconds } = task.stageLimits;
  return [
    MADE,
    `# ${task.task}`,
    "",
    task.summary,
    "",
    `Queue \`${task.queue}\`, workflow \`${task.workflow}\`. A stage is told to stop after ${softSeconds} s of running and is ended after ${hardSeconds} s;`,
    `a failed one is tried again up to ${maxRetries} times, first after ${delaySeconds} s. Options on submit change this.`,
    "",
    "## Parameters",
    "",
    "| parameter | type | default | |",
    "| --- | --- | --- | --- |",
    ...fields(params).map(
      ({ path, schema, required }) =>
        `| \`${path}\` | ${cell(typeOf(schema))} | ${defaultOf(schema, required)} | ${cell(schema.description ?? "")} |`,
    ),
    "",
    ...(params.examples ?? []).flatMap((example) => ["Such as:", "", "```json", JSON.stringify(example, null, 2), "```", ""]),
    "## Result",
    "",
    "| field | type | |",
    "| --- | --- | --- |",
    ...fields(result).map(({ path, schema }) => `| \`${path}\` | ${cell(typeOf(schema))} | ${cell(schema.description ?? "")} |`),
    "",
  ].join("\n");
}

interface Field {
  path: string;
  schema: JsonSchema;
  required: boolean;
}

/** Every field, those of objects within by dotted paths: `parameters.marker`, `taxa[].rank`. */
function fields(schema: JsonSchema, prefix = ""): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = `${prefix}${name}`;
    const own = { path, schema: property, required: schema.required?.includes(name) ?? false };
    const inner = property.items?.properties ? fields(property.items, `${path}[].`) : fields(property, `${path}.`);
    return [own, ...inner];
  });
}

function typeOf(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(", ");
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" or ");
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  if (typeof schema.additionalProperties === "object" && !schema.properties) return `name -> ${typeOf(schema.additionalProperties)}`;
  const type = [schema.type ?? "any"].flat().join(" or ");
  return `${type}${rangeOf(schema)}`;
}

function rangeOf({ minimum, exclusiveMinimum, maximum }: JsonSchema): string {
  const least = minimum ?? exclusiveMinimum;
  if (least === undefined && maximum === undefined) return "";
  // zod says "a safe integer" for every whole number: that is no limit of ours.
  const most = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (least === undefined || least <= Number.MIN_SAFE_INTEGER) return most === undefined ? "" : `, at most ${most}`;
  const from = exclusiveMinimum === undefined ? `from ${least}` : `above ${least}`;
  return most === undefined ? `, ${from}` : `, ${from} to ${most}`;
}

function defaultOf(schema: JsonSchema, required: boolean): string {
  if (schema.default !== undefined && typeof schema.default !== "object") return `\`${JSON.stringify(schema.default)}\``;
  return required ? "required" : "";
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
