/** JSON in which what fits on a line of so many letters stands on one. */
export function compactJson(value: unknown, width: number, indent = "", name = ""): string {
  const line = `${indent}${name}${flatJson(value)}`;
  if (line.length < width || typeof value !== "object" || value === null) return line;
  const isList = Array.isArray(value);
  const inner = Object.entries(value).map(([key, one]) => compactJson(one, width, `${indent}  `, isList ? "" : `${JSON.stringify(key)}: `));
  return `${indent}${name}${isList ? "[" : "{"}\n${inner.join(",\n")}\n${indent}${isList ? "]" : "}"}`;
}

/** JSON on one line, with blanks behind commas and colons. */
export function flatJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(flatJson).join(", ")}]`;
  return `{${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}: ${flatJson(one)}`)
    .join(", ")}}`;
}
