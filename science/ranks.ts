/** SINTAX's rank letters. Source: usearch manual, "Taxonomy annotations". */
const RANKS: Record<string, string> = {
  d: "domain",
  k: "kingdom",
  p: "phylum",
  c: "class",
  o: "order",
  f: "family",
  g: "genus",
  s: "species",
};

/** @returns the rank's name; an unknown letter stands for itself, since references have ranks of their own */
export function rankOf(letter: string): string {
  return RANKS[letter] ?? letter;
}

/**
 * A name for people: blanks for underscores, without what databases add. Empty where it is no scientific name.
 * The name as the reference writes it is kept beside it.
 */
export function displayName(verbatim: string): string {
  const name = verbatim
    .replaceAll("_", " ")
    .replace(/( X+)+$/, "")
    .replace(/ +/g, " ")
    .trim();
  return /^(uncultured|unidentified|unclassified|unknown|metagenome|incertae sedis)\b|^[a-z] [a-z] /i.test(name) ? "" : name;
}
