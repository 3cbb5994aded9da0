/** A table as text: tabs, `\n`, a head line. The same bytes for the same rows. */
export function tsv(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, ...rows].map((row) => `${row.map(cell).join("\t")}\n`).join("");
}

/** A spreadsheet takes text that begins so for a formula; an apostrophe in front keeps it text. */
function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const line = value.replace(/[\t\r\n]+/g, " ");
  return /^[=+\-@]/.test(line) ? `'${line}` : line;
}
