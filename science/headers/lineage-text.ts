import { FormatError } from "../format-error.js";
import type { Name } from "../lineage.js";
import { rankOf } from "../ranks.js";

const SEVEN = ["domain", "phylum", "class", "order", "family", "genus", "species"];

/** PR2's ranks: eight before version 5, nine since. */
const OF_PR2: Record<number, string[]> = {
  8: ["kingdom", "supergroup", "division", "class", "order", "family", "genus", "species"],
  9: ["domain", "supergroup", "division", "subdivision", "class", "order", "family", "genus", "species"],
};

/** Most ranks that can be told from a lineage's depth alone. */
const DEEPEST = 9;

const DOMAINS = new Set(["Bacteria", "Archaea", "Eukaryota", "Eukarya"]);

/** `a; b;c;` -> `a`, `b`, `c`. */
export function partsOf(lineage: string): string[] {
  const parts = lineage.split(";").map((part) => part.trim().replace(/^"(.*)"$/, "$1"));
  while (parts.at(-1) === "") parts.pop();
  return parts;
}

export function isPrefixed(parts: readonly string[]): boolean {
  return parts.length > 0 && parts.every((part) => /^[a-z]{1,2}__/.test(part));
}

/** `d__Bacteria`, `g__Salmo`: each name says its rank; a rank without a name is left out. */
export function prefixedNames(parts: readonly string[], line: number): Name[] {
  return parts.flatMap((part) => {
    const [, letter, name] = /^([a-z]{1,2})__(.*)$/s.exec(part) ?? [];
    if (letter === undefined || name === undefined)
      throw new FormatError(`${JSON.stringify(part.slice(0, 100))} is no rank with a name, such as g__Salmo`, line);
    return name === "" ? [] : [{ rank: letter === "sk" ? "domain" : rankOf(letter), name }];
  });
}

/**
 * Names whose ranks follow from their places.
 *
 * @param ranks highest first; a lineage may be shorter
 * @throws {FormatError} where it is deeper
 */
export function placedNames(parts: readonly string[], ranks: readonly string[], line: number): Name[] {
  if (parts.length > ranks.length)
    throw new FormatError(`the lineage has ${parts.length} names, and the reference ${ranks.length} ranks (${ranks.join(", ")})`, line);
  return parts.flatMap((name, index) => (name === "" ? [] : [{ rank: ranks[index] as string, name }]));
}

/**
 * The ranks of lineages that say none, by the deepest of them.
 *
 * @throws {FormatError} where there are more than any known taxonomy has
 */
export function ranksOfDepth(lineages: readonly (readonly string[])[]): string[] {
  const depth = Math.max(...lineages.map((parts) => parts.length));
  if (depth > DEEPEST) throw new FormatError(`a lineage has ${depth} names, and nothing says their ranks; give \`ranks\``);
  const known = OF_PR2[depth];
  if (known) return known;
  const top = lineages.every(([first = ""]) => DOMAINS.has(first)) ? "domain" : "kingdom";
  return [top, ...SEVEN.slice(1, depth)];
}
