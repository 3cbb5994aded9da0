/** The rows of a table, without its head. */
export function rowsOf(text: string): string[][] {
  return linesOf(text)
    .slice(1)
    .map((line) => line.split("\t"));
}

/** The same by the columns' names. */
export function recordsOf(text: string): Record<string, string>[] {
  const head = headOf(text);
  return rowsOf(text).map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ""])));
}

export function headOf(text: string): string[] {
  return linesOf(text)[0]?.split("\t") ?? [];
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
