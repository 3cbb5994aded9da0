import { reverseComplement } from "./reverse-complement.js";

/** NCBI's number of a genetic code: that of the mitochondria of vertebrates, or of invertebrates. */
export type GeneticCode = 2 | 5;

/** Source: NCBI, "The Genetic Codes", tables 2 and 5. */
const STOPS: Record<GeneticCode, ReadonlySet<string>> = {
  2: new Set(["TAA", "TAG", "AGA", "AGG"]),
  5: new Set(["TAA", "TAG"]),
};

/**
 * Whether a stop codon stands in every frame: the sequence codes for no protein.
 *
 * @param sequence upper-case DNA; codons with other letters than A, C, G and T are no stops
 * @param isTurned whether it may lie in the other direction: then all six frames are looked at
 */
export function hasStopInEachFrame(sequence: string, code: GeneticCode, isTurned: boolean): boolean {
  const strands = [sequence, ...(isTurned ? [reverseComplement(sequence)] : [])];
  return strands.every((strand) => [0, 1, 2].every((frame) => hasStop(strand, frame, code)));
}

function hasStop(strand: string, frame: number, code: GeneticCode): boolean {
  for (let at = frame; at + 3 <= strand.length; at += 3) if (STOPS[code].has(strand.slice(at, at + 3))) return true;
  return false;
}

/** Classes, and groups around them, as references name them. Their relatives without a spine have other codes. */
const VERTEBRATES = new Set(
  "vertebrata craniata gnathostomata mammalia aves amphibia reptilia sauropsida lepidosauria squamata sphenodontia testudines crocodylia crocodilia actinopteri actinopterygii teleostei cladistii cladistia chondrichthyes elasmobranchii holocephali dipneusti dipnoi ceratodontoidei coelacanthiformes coelacanthimorpha sarcopterygii hyperoartia petromyzonti myxini cephalaspidomorphi".split(
    " ",
  ),
);

/** @param names of the lineage, in any case */
export function geneticCodeOf(names: readonly string[]): GeneticCode {
  return names.some((name) => VERTEBRATES.has(name.toLowerCase())) ? 2 : 5;
}
