/** A table as text: tabs, `\n`, a head line. The same bytes for the same rows. */
export function tsv(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, ...rows].map(tsvRow).join("");
}

/** One line of such a table. */
export function tsvRow(row: readonly (string | number)[]): string {
  return `${row.map(cell).join("\t")}\n`;
}

function cell(value: string | number): string {
  return typeof value === "number" ? String(value) : safeCell(value);
}

/** A spreadsheet takes text that begins with `= + - @` for a formula; an apostrophe in front keeps it text. Without tabs and line ends. */
export function safeCell(value: string): string {
  const line = value.replace(/[\t\r\n]+/g, " ");
  return /^[=+\-@]/.test(line) ? `'${line}` : line;
}

/** The same for what a user wrote of a sample: a number, such as a longitude, stays one. */
export function safeValue(value: string): string {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? value : safeCell(value);
}
