/** What the commands of vsearch need; files as absolute paths. */

export interface MergePairs {
  forward: string;
  reverse: string;
  merged: string;
  minOverlap: number;
  maxDifferences: number;
  /** At most: small files get one. */
  threads: number;
}

export interface FilterReads {
  reads: string;
  filtered: string;
  maxExpectedErrors: number;
  /** Bases; null: no limit. */
  minLength: number | null;
  maxLength: number | null;
}

export interface Dereplicate {
  sequences: string;
  uniques: string;
  /** Bases; vsearch's own limit is 32. */
  minLength: number;
  maxLength: number | null;
}

export interface FilterPairs {
  forward: string;
  filteredForward: string;
  /** Absent for single reads. */
  reverse?: string;
  filteredReverse?: string;
  /** Of each read. */
  maxExpectedErrors: number;
  /** Bases; shorter reads are dropped. */
  minLength: number;
  /** Bases that are kept of longer reads; null: all. */
  cutLength: number | null;
}

export interface Cluster {
  /** FASTA with `;size=`. */
  uniques: string;
  centroids: string;
  /** 0 to 1. */
  identity: number;
  threads: number;
}

export interface MapReads {
  /** FASTA with `;size=`. */
  queries: string;
  features: string;
  /** TSV: query, feature, identity in per cent. */
  hits: string;
  /** 0 to 1. */
  identity: number;
  threads: number;
}

export interface Nearest {
  /** FASTA. */
  queries: string;
  reference: string;
  /** TSV: query, reference, identity and query coverage in per cent; `*` for no reference. */
  hits: string;
  strand: "plus" | "both";
  threads: number;
}

export interface Classify {
  features: string;
  /** FASTA with SINTAX headers. */
  reference: string;
  assignments: string;
  strand: "plus" | "both";
  seed: number;
}
