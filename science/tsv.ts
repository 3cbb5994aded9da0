/** A table as text: tabs, `\n`, a head line. The same bytes for the same rows. */
export function tsv(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, ...rows].map(tsvRow).join("");
}

/** One line of such a table. */
export function tsvRow(row: readonly (string | number)[]): string {
  return `${row.map(cell).join("\t")}\n`;
}

/** A spreadsheet takes text that begins so for a formula; an apostrophe in front keeps it text. */
function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const line = value.replace(/[\t\r\n]+/g, " ");
  return /^[=+\-@]/.test(line) ? `'${line}` : line;
}
