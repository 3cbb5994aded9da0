/** How sequencing errors are told from true sequences. */
export const DENOISERS = ["unoise3", "swarm", "dada2", "none"] as const;
export type Denoiser = (typeof DENOISERS)[number];

/** How sequences are gathered into OTUs. */
export const CLUSTERERS = ["vsearch", "swarm"] as const;
export type Clusterer = (typeof CLUSTERERS)[number];

/** What a row of the table is. Those of swarm are OTUs: so its authors call them (Mahe et al. 2014, doi:10.7717/peerj.593). */
export type FeatureType = "ASV" | "OTU" | "unique sequence";

/** Exactly one of the two is set. */
export interface Method {
  denoiser: Denoiser | null;
  clusterer: Clusterer | null;
}

interface GivenMethod {
  denoiser?: Denoiser | undefined;
  clusterer?: Clusterer | undefined;
}

export function methodOf(analysisType: string, given: GivenMethod): Method {
  if (analysisType === "clustering") return { denoiser: null, clusterer: given.clusterer ?? "vsearch" };
  return { denoiser: given.denoiser ?? "unoise3", clusterer: null };
}

/**
 * Fewest reads of a feature where nothing is said: 4 for what is denoised, and no singletons in OTUs (Edgar 2013,
 * doi:10.1038/nmeth.2604). DADA2 judges each sequence by its own model.
 */
export function usualMinSize({ denoiser, clusterer }: Method): number {
  if (clusterer) return 2;
  return denoiser === "dada2" ? 1 : 4;
}

/** Of a merged read; of each read of a pair for DADA2, as in its tutorial. */
export function usualMaxExpectedErrors({ denoiser }: Method): number {
  return denoiser === "dada2" ? 2 : 1;
}

export function featureTypeOf({ denoiser, clusterer }: Method): FeatureType {
  if (clusterer || denoiser === "swarm") return "OTU";
  return denoiser === "none" ? "unique sequence" : "ASV";
}
