import { geneticCodeOf, hasStopInEachFrame } from "./coding.js";

/** Why a feature may not be what its marker is for, and what is said of it. */
export const FLAGS = {
  stop_codons: "a stop codon in every reading frame, as nuclear copies of the gene have",
  frameshift: "a length that differs from the gene's by no whole codons, as that of nuclear copies",
  chloroplast: "of chloroplasts",
  mitochondria: "of mitochondria",
  human: "of humans",
  livestock: "of livestock or its wild forms",
  pet: "of pets or their wild forms",
} as const;

export type Flag = keyof typeof FLAGS;

/** Names of taxa in lower case; a species' subspecies are meant too. */
const TAXA: Record<"organelles" | "vertebrates", Partial<Record<Flag, readonly string[]>>> = {
  organelles: {
    chloroplast: ["chloroplast", "chloroplasts", "plastid"],
    mitochondria: ["mitochondria", "mitochondrion"],
  },
  vertebrates: {
    human: ["homo"],
    livestock: [
      "bos",
      "bos taurus",
      "bos indicus",
      "bos primigenius",
      "bubalus bubalis",
      "capra hircus",
      "equus asinus",
      "equus caballus",
      "equus ferus",
      "gallus",
      "gallus gallus",
      "meleagris gallopavo",
      "oryctolagus cuniculus",
      "ovis aries",
      "sus scrofa",
    ],
    pet: [
      "canis familiaris",
      "canis lupus",
      "carassius auratus",
      "cavia porcellus",
      "felis catus",
      "felis silvestris",
      "mesocricetus auratus",
    ],
  },
};

/**
 * Flags by the lineage alone.
 *
 * @param names that are certain, as people read them
 */
export function flagsOfLineage(kind: "organelles" | "vertebrates", names: readonly string[]): Flag[] {
  const found = names.map((name) => name.toLowerCase());
  const means = (taxon: string) => found.some((name) => name === taxon || (taxon.includes(" ") && name.startsWith(`${taxon} `)));
  return (Object.entries(TAXA[kind]) as [Flag, readonly string[]][]).filter(([, taxa]) => taxa.some(means)).map(([flag]) => flag);
}

/**
 * Flags of a sequence that is to code for a protein. Insertions and deletions, and stop codons, mark copies of mitochondrial
 * genes in the nucleus (Song et al. 2008, doi:10.1073/pnas.0803076105).
 *
 * @param sequence upper-case DNA without primers
 * @param usualLength of the marker's insert, in bases
 * @param names of the lineage, which tell the genetic code
 * @param isTurned whether it may lie in the other direction
 */
export function flagsOfCoding(sequence: string, usualLength: number, names: readonly string[], isTurned: boolean): Flag[] {
  return [
    ...(hasStopInEachFrame(sequence, geneticCodeOf(names), isTurned) ? (["stop_codons"] as const) : []),
    ...((sequence.length - usualLength) % 3 === 0 ? [] : (["frameshift"] as const)),
  ];
}
