import { safeCell } from "../tsv.js";

/**
 * Sample names as ids of tables that belong together: what a spreadsheet takes for a formula, and QIIME 2 for a comment
 * (`#`), gets an apostrophe in front, in each of them.
 *
 * @returns in the order of the names, each once
 */
export function safeIds(names: readonly string[]): string[] {
  const taken = new Set(names.filter((name) => safeId(name) === name));
  return names.map((name) => {
    let id = safeId(name);
    if (id === name) return id;
    while (taken.has(id)) id = `'${id}`;
    taken.add(id);
    return id;
  });
}

function safeId(name: string): string {
  return name.startsWith("#") ? `'${name}` : safeCell(name);
}
