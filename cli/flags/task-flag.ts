/** One flag of a task, from the JSON Schema of its parameters. */
export interface TaskFlag {
  /** Without the dashes: `min-confidence`. */
  name: string;
  /** Where its value goes: `["parameters", "min_confidence"]`. */
  path: string[];
  kind: "text" | "number" | "integer" | "boolean" | "json";
  /** May be given several times. */
  list: boolean;
  /** The only values allowed; empty: any. */
  choices: (string | number)[];
  description: string;
  /** `undefined`: none. */
  fallback: unknown;
  required: boolean;
  /** The heading under which the help shows it; empty: the task's own parameters. */
  group: string;
}

/** The part of JSON Schema that the API's documents use. */
export interface JsonSchema {
  type?: string | string[];
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  items?: JsonSchema | boolean;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  /** Values that work. */
  examples?: unknown[];
}
