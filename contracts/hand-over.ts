import { z } from "zod";
import { type Issue, toIssues } from "./issues.js";
import type { Take } from "./options.js";
import type { Task } from "./registry.js";

/** What a job hands over: fields of its document `{id, task, state, error, result}`. */
export interface HandOver {
  take: Take | undefined;
  /** The tasks that give, and whether each gives one item of a list. */
  from: { tasks: readonly Task[]; asList: boolean };
  to: Task;
  params: Record<string, unknown>;
}

/**
 * Checks at submit that what a job takes from others exists and fits, and that the rest of its parameters is valid.
 *
 * @returns paths below the member: `take.dataset_path`, `params.reference`
 */
export function handOverIssues({ take = {}, from, to, params }: HandOver): Issue[] {
  const wanted = propertiesOf(to);
  const taken = Object.entries(take).flatMap(([name, source]): Issue[] => {
    const at = `take.${name}`;
    const property = Object.hasOwn(wanted, name) ? wanted[name] : undefined;
    if (!property) return [{ path: at, message: `${to.task} has no parameter ${name}` }];
    if (Object.hasOwn(params, name)) return [{ path: at, message: `${name} is also in params; give it once` }];
    if (from.tasks.length === 0) return [{ path: at, message: "there is no job before it" }];
    return from.tasks.flatMap((task) => mismatch(at, source, task, from.asList, property)).slice(0, 1);
  });
  const checked = to.schema.params.safeParse(params);
  // What is taken is not there yet; checks over several parameters, or over all of them (without a path), follow when it is.
  const waits = ({ code, path }: z.core.$ZodIssue) => (path.length === 0 ? code === "custom" : Object.hasOwn(take, String(path[0])));
  const rest = checked.success ? [] : checked.error.issues.filter((issue) => !waits(issue));
  return [...taken, ...toIssues(rest, ["params"])];
}

/** The first way of `to` to gather what these tasks give; undefined where it takes nothing, or nothing fits. */
export function gatherFrom(tasks: readonly Task[], to: Task): Take | undefined {
  return to.schema.gathers?.find((take) =>
    handOverIssues({ take, from: { tasks, asList: true }, to, params: {} }).every(({ path }) => !path.startsWith("take.")),
  );
}

/** The value of a dotted field of a finished job. */
export function fieldOf(document: unknown, source: string): unknown {
  return source
    .split(".")
    .reduce<unknown>((value, key) => (isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined), document);
}

interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
}

function mismatch(at: string, source: string, giver: Task, asList: boolean, wanted: JsonSchema): Issue[] {
  const given = schemaAt(giver, source);
  if (!given) return [{ path: at, message: `${giver.task} gives no ${source}` }];
  const accepted = asList ? alternatives(wanted).flatMap(({ type, items }) => (type === "array" && items ? [items] : [])) : [wanted];
  if (accepted.some((schema) => fits(given, schema))) return [];
  const found = `${source} of ${giver.task} is ${show(given)}`;
  return [{ path: at, message: `${found}${asList ? ", one of each member" : ""}; the parameter is ${show(wanted)}` }];
}

function schemaAt(task: Task, source: string): JsonSchema | undefined {
  const [first = "", ...rest] = source.split(".");
  const text: JsonSchema = { type: "string" };
  const error: JsonSchema = { properties: { type: text, message: text, stage: text } };
  const roots: Record<string, JsonSchema> = { id: text, task: text, state: text, error, result: resultOf(task) };
  return rest.reduce<JsonSchema | undefined>(
    (schema, key) => {
      const properties = alternatives(schema).find((one) => one.properties)?.properties;
      return properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
    },
    Object.hasOwn(roots, first) ? roots[first] : undefined,
  );
}

/** Some alternative of what is given is one of what is wanted; a schema without a type is anything. */
function fits(given: JsonSchema, wanted: JsonSchema): boolean {
  return alternatives(given).some((one) =>
    alternatives(wanted).some((other) => {
      if (other.type === undefined || one.type === undefined) return other.type === one.type;
      const same = one.type === other.type || (one.type === "integer" && other.type === "number");
      return same && (one.type !== "array" || fits(one.items ?? {}, other.items ?? {}));
    }),
  );
}

function alternatives(schema: JsonSchema | undefined): JsonSchema[] {
  if (!schema) return [];
  if (schema.anyOf) return schema.anyOf.flatMap(alternatives);
  return Array.isArray(schema.type) ? schema.type.map((type) => ({ ...schema, type })) : [schema];
}

function show(schema: JsonSchema): string {
  const names = alternatives(schema).map(({ type, items }) =>
    type === "array" && items ? `a list of ${show(items)}` : String(type ?? "of any type"),
  );
  return [...new Set(names)].join(" or ");
}

const results = new WeakMap<Task, JsonSchema>();
const parameters = new WeakMap<Task, Record<string, JsonSchema>>();

function resultOf(task: Task): JsonSchema {
  const known = results.get(task) ?? (z.toJSONSchema(task.schema.result, { io: "output", unrepresentable: "any" }) as JsonSchema);
  results.set(task, known);
  return known;
}

function propertiesOf(task: Task): Record<string, JsonSchema> {
  const known =
    parameters.get(task) ?? (z.toJSONSchema(task.schema.params, { io: "input", unrepresentable: "any" }) as JsonSchema).properties ?? {};
  parameters.set(task, known);
  return known;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
