import { sum } from "../sum.js";

export interface Alpha {
  reads: number;
  /** Features that were seen. */
  richness: number;
  /** In nats. */
  shannon: number;
  /** Chance that two reads, drawn with replacement, are of different features. */
  simpson: number;
}

/**
 * Diversity within a sample. Sources: Shannon 1948, doi:10.1002/j.1538-7305.1948.tb01338.x; Simpson 1949, doi:10.1038/163688a0.
 *
 * @param counts reads of each feature, above zero; none for an empty sample, which has no Shannon and Simpson (NaN)
 */
export function alphaOf(counts: readonly number[]): Alpha {
  const reads = sum(counts);
  const shares = counts.map((count) => count / reads);
  return {
    reads,
    richness: counts.length,
    shannon: reads === 0 ? Number.NaN : Math.abs(-sum(shares.map((share) => share * Math.log(share)))),
    simpson: reads === 0 ? Number.NaN : 1 - sum(shares.map((share) => share ** 2)),
  };
}

/** What rests on features seen once or twice. Of counts from which those were removed it would say nothing. */
export interface Unseen {
  /** Estimated richness with what was not seen, bias-corrected. Source: Chao 1984; Chao 2005, as in EstimateS. */
  chao1: number;
  /** Estimated share of the sample's community that the seen features make up. Source: Good 1953, doi:10.1093/biomet/40.3-4.237. */
  goodsCoverage: number;
}

/** @param counts unfiltered: as they were sequenced */
export function unseenOf(counts: readonly number[]): Unseen {
  const once = counts.filter((count) => count === 1).length;
  const twice = counts.filter((count) => count === 2).length;
  return { chao1: counts.length + (once * (once - 1)) / (2 * (twice + 1)), goodsCoverage: 1 - once / sum(counts) };
}
