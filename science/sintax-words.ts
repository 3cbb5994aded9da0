/** Of a word that vsearch compares, in bases. */
const WORD = 8;

/** Different words that SINTAX draws for each of its trials. Source: Edgar 2016, doi:10.1101/074161. */
const DRAWN = 32;

/** Bases; a shorter sequence has too few words, and vsearch gives it no names, without a word. */
export const SHORTEST_NAMED = DRAWN + WORD - 1;

/**
 * Whether SINTAX can name a sequence at all: long ones that repeat themselves or are full of N have too few words too.
 *
 * @param sequence upper-case DNA
 */
export function hasEnoughWords(sequence: string): boolean {
  const words = new Set<string>();
  for (let at = 0; at + WORD <= sequence.length && words.size < DRAWN; at++) {
    const word = sequence.slice(at, at + WORD);
    if (/^[ACGT]+$/.test(word)) words.add(word);
  }
  return words.size >= DRAWN;
}
