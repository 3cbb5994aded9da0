import { PHIX } from "./phix-genome.js";
import { reverseComplement } from "./reverse-complement.js";

const WORD = 16;
const WORDS_NEEDED = 2;

/** Two bits a base; other letters break a word. */
const CODE = new Int8Array(256).fill(-1);
for (const [code, letter] of [..."ACGT"].entries()) CODE[letter.charCodeAt(0)] = code;

/**
 * Whether a read is of PhiX, the phage that Illumina's machines get as a control: at least two of its words of 16 bases,
 * side by side, are in the genome of either strand. Source: `isPhiX` of DADA2, Callahan et al. 2016, doi:10.1038/nmeth.3869.
 *
 * @param sequence upper-case DNA
 */
export function isPhix(sequence: Buffer): boolean {
  let found = 0;
  for (let start = 0; start + WORD <= sequence.length; start += WORD) {
    const word = wordAt(sequence, start);
    if (word !== -1 && GENOME.has(word) && ++found === WORDS_NEEDED) return true;
  }
  return false;
}

const GENOME = wordsOf([PHIX, reverseComplement(PHIX)]);

/** Every word of a circular genome. */
function wordsOf(strands: readonly string[]): Set<number> {
  const words = new Set<number>();
  for (const strand of strands) {
    const circle = Buffer.from(strand + strand.slice(0, WORD - 1));
    for (let start = 0; start + WORD <= circle.length; start++) words.add(wordAt(circle, start));
  }
  return words;
}

function wordAt(sequence: Buffer, start: number): number {
  let word = 0;
  for (let at = start; at < start + WORD; at++) {
    const code = CODE[sequence[at] as number] as number;
    if (code === -1) return -1;
    word = word * 4 + code;
  }
  return word;
}
