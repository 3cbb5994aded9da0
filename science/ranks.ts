/** SINTAX's rank letters, highest first. Source: usearch manual, "Taxonomy annotations". */
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

/** Highest first. */
export const STANDARD_RANKS: readonly string[] = Object.values(RANKS);

/** @returns the rank's name; an unknown letter stands for itself, since references have ranks of their own */
export function rankOf(letter: string): string {
  return RANKS[letter] ?? letter;
}

/** @returns SINTAX's letter of a rank; a rank without one stands for itself */
export function letterOf(rank: string): string {
  return Object.keys(RANKS).find((letter) => RANKS[letter] === rank) ?? rank;
}

/**
 * A name for people: blanks for underscores, without what databases add. Empty where it is no scientific name.
 * The name as the reference writes it is kept beside it.
 */
export function displayName(verbatim: string): string {
  const name = verbatim
    .replace(/^([a-z]{1,2}|D_\d+)__/, "")
    .replaceAll("_", " ")
    .replace(/ +/g, " ")
    .trim();
  return PLACEHOLDERS.some((placeholder) => placeholder.test(name)) ? "" : name;
}

/** What databases write where no name is known; underscores are blanks. */
const PLACEHOLDERS = [
  // "human gut metagenome", "Rhizobiales unclassified", "Fungi cls Incertae sedis"; SILVA also writes "insertae".
  /\b(uncultured|unidentified|unclassified|unassigned|unknown|metagenome|in[cs]ertae sedis|environmental samples?|ambiguous taxa)\b/i,
  /^(na|n\/a|none)?$/i,
  // BOLD's "s g f Lepidoptera" and "f Lepidoptera": a higher name moved down.
  /^[dkpcofgs] ([dkpcofgs] )*\p{Lu}/u,
  // PR2's "Dinophyceae X", "Dinophyceae XXX sp.": likewise.
  / X+( sp\.?)?$/,
];
