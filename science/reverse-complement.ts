const COMPLEMENT: Record<string, string> = {
  A: "T",
  C: "G",
  G: "C",
  T: "A",
  U: "A",
  R: "Y",
  Y: "R",
  S: "S",
  W: "W",
  K: "M",
  M: "K",
  B: "V",
  V: "B",
  D: "H",
  H: "D",
  N: "N",
  // Inosine pairs with every base.
  I: "N",
};

/**
 * The other strand, 5'->3'.
 *
 * @param sequence upper-case IUPAC letters
 * @throws {RangeError} on any other letter
 */
export function reverseComplement(sequence: string): string {
  return [...sequence]
    .reverse()
    .map((letter) => {
      const complement = COMPLEMENT[letter];
      if (complement === undefined) throw new RangeError(`${letter} is no IUPAC letter`);
      return complement;
    })
    .join("");
}
