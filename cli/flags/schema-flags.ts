import type { JsonSchema, TaskFlag } from "./task-flag.js";

/**
 * The flags of a task. Nested settings are flattened (`parameters.min_confidence` -> `--min-confidence`); where that name
 * is taken, the path is spelled out (`--parameters-min-confidence`). An object that needs some of its fields is one value.
 *
 * @param taken names of flags that mean something else already
 */
export function flagsOfSchema(schema: JsonSchema, taken: ReadonlySet<string> = new Set()): TaskFlag[] {
  const used = new Set(taken);
  return leaves(schema, [], "", true).map(({ path, schema: leaf, required, group }) => {
    const short = kebab(path.at(-1)!);
    const name = used.has(short) ? path.map(kebab).join("-") : short;
    used.add(name);
    const description = leaf.description ?? "";
    return { name, path, description, required, group, fallback: leaf.default, ...typeOf(leaf) };
  });
}

interface Leaf {
  path: string[];
  schema: JsonSchema;
  required: boolean;
  group: string;
}

/** A level's own values before the objects in it, so that a short name goes to the outer one. */
function leaves(schema: JsonSchema, path: string[], group: string, required: boolean): Leaf[] {
  const entries = Object.entries(schema.properties ?? {}).map(([name, value]) => {
    const isRequired = required && (schema.required ?? []).includes(name);
    return { path: [...path, name], schema: value, required: isRequired, group };
  });
  const isObject = ({ schema: { properties, required: needed = [] } }: Leaf) => properties !== undefined && needed.length === 0;
  const nested = entries.filter(isObject).flatMap((entry) => {
    const heading = entry.schema.description?.replace(/\.$/, "") ?? entry.path.join(" ");
    return leaves(entry.schema, entry.path, heading, entry.required);
  });
  return [...entries.filter((entry) => !isObject(entry)), ...nested];
}

function typeOf(schema: JsonSchema): Pick<TaskFlag, "kind" | "list" | "choices"> {
  const plain = withoutNull(schema);
  const choices = choicesOf(plain);
  if (choices.length > 0) return { kind: kindOfValues(choices), list: false, choices };
  if (plain.type === "array" && typeof plain.items === "object") {
    const item = typeOf(plain.items);
    return item.kind === "json" || item.list ? { kind: "json", list: false, choices: [] } : { ...item, list: true };
  }
  const kinds: Record<string, TaskFlag["kind"]> = { string: "text", number: "number", integer: "integer", boolean: "boolean" };
  return { kind: (typeof plain.type === "string" ? kinds[plain.type] : undefined) ?? "json", list: false, choices: [] };
}

/** `anyOf: [X, null]` and `type: [x, "null"]` are X: leaving the flag out is how null is said. */
function withoutNull(schema: JsonSchema): JsonSchema {
  const options = schema.anyOf?.filter((option) => option.type !== "null");
  if (options?.length === 1 && options[0]) return withoutNull(options[0]);
  if (!Array.isArray(schema.type)) return schema;
  const types = schema.type.filter((type) => type !== "null");
  return types.length === 1 && types[0] ? { ...schema, type: types[0] } : schema;
}

function choicesOf(schema: JsonSchema): (string | number)[] {
  const values = schema.enum ?? (schema.anyOf ?? [schema]).map((option) => option.const);
  const usable = values.filter((value) => typeof value === "string" || typeof value === "number");
  return usable.length === values.length ? usable : [];
}

function kindOfValues(values: (string | number)[]): "text" | "number" | "json" {
  if (values.every((value) => typeof value === "number")) return "number";
  return values.every((value) => typeof value === "string") ? "text" : "json";
}

function kebab(name: string): string {
  return name.replaceAll("_", "-");
}
