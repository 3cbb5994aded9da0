/** A column: its heading, and the side on which its values stand. */
export interface Column {
  heading: string;
  align?: "left" | "right";
}

/**
 * Rows under their headings, two blanks between columns; nothing ends in blanks.
 *
 * @param rows as many cells as there are columns
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, index) => Math.max(...[column.heading, ...rows.map((row) => row[index] ?? "")].map(width)));
  const line = (cells: readonly string[]) =>
    columns
      .map((column, index) => pad(cells[index] ?? "", widths[index] ?? 0, column.align ?? "left"))
      .join("  ")
      .trimEnd();
  return [columns.map((column) => column.heading), ...rows].map(line).join("\n");
}

/** Every line moved in by two blanks. */
export function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}

function pad(text: string, to: number, align: "left" | "right"): string {
  const blanks = " ".repeat(Math.max(0, to - width(text)));
  return align === "left" ? text + blanks : blanks + text;
}

function width(text: string): number {
  return [...text].length;
}
