import type { Artifact } from "./artifact.js";
import type { MarkerName } from "./markers.js";

/**
 * What the stages of an analysis hand to each other. Files travel as artifacts;
 * the rest is small enough for a workflow's history.
 */

/** A file as it was given, under the name that messages use. */
export interface ImportedFile {
  name: string;
  artifact: Artifact;
}

export interface Sample {
  name: string;
  forward: ImportedFile;
  /** Absent for single reads and for FASTA. */
  reverse?: ImportedFile;
  /** Other columns of the sample sheet. */
  metadata: Record<string, string>;
}

/** A pair of files with the reads of several samples, each known by two tags. */
export interface Library extends Sample {
  tags: SampleTags[];
}

export interface SampleTags {
  name: string;
  /** 5'->3', upper-case DNA: what stands before the forward primer, and before the reverse primer. */
  forward: string;
  reverse: string;
}

/** The input of an analysis, copied: nothing that happens to the files afterwards reaches the job. */
export interface ImportedInput {
  format: "fasta" | "fastq";
  samples: Sample[];
  /** Where there is a tag file: what was given; the samples are those of the tag file. */
  libraries?: Library[];
  /** Absent where nothing is to be named. */
  reference?: ImportedReference;
}

export interface ImportedReference extends ImportedFile {
  /** Of one that is installed: it was checked then. */
  installed?: InstalledReference;
}

/** A reference that was read to its end: FASTA with SINTAX headers, upper-case DNA. */
export interface CheckedReference {
  name: string;
  /** SHA-256 of the file as it was given. */
  sha256: string;
  sequences: Artifact;
  /** TSV, a row a sequence, in their order: what BLAST calls it, and its lineage as `sequences` has it. */
  subjects: Artifact;
  count: number;
  /** Highest first: domain, phylum, ... */
  ranks: string[];
}

/** The files of a BLAST database, by the names that makeblastdb gave them; a subject is `s<place>`, counted from 0. */
export interface BlastIndex {
  files: { name: string; artifact: Artifact }[];
}

/** A reference that can be used at once; its name is `name@version`. A job that begins with it needs nothing else of it. */
export interface InstalledReference extends CheckedReference {
  index: BlastIndex;
  /** Markers whose region it does not cover; of references that an older release installed nothing is known. */
  misses?: MarkerName[];
}

/** One sample's reads, checked: FASTQ with offset 33 and four lines a record, or FASTA with one line a sequence. */
export interface Reads {
  sample: string;
  forward: Artifact;
  reverse?: Artifact;
  /** Pairs, where there is a reverse file; for FASTA the sum of the abundances. */
  count: number;
  /** FASTQ: reads, or pairs, of the machine's control that were taken out. */
  phix?: number;
  /** FASTA: whether the headers have `;size=`. */
  hasSizes: boolean;
}

/** A library's reads, told apart. */
export interface Demultiplexed {
  /** In the order of the library's samples. */
  samples: Reads[];
  /** TSV: pairs of reads by their two tags. */
  tags: Artifact;
}

/** One sample's reads as single sequences, FASTQ. */
export interface Merged {
  sample: string;
  reads: Artifact;
  count: number;
}

/** Unique sequences: FASTA with `;size=`, largest first. */
export interface Uniques {
  sequences: Artifact;
  unique: number;
  /** Reads that they stand for. */
  count: number;
}

/** One sample's unique sequences. */
export interface SampleUniques {
  sample: string;
  /** All merged reads: these are counted for the features. */
  all: Uniques;
  /** Those that passed the filter: from these features are found. */
  passed: Uniques;
}

/** Sequences of the features, FASTA, each named by the MD5 of its sequence. */
export interface FeatureSet {
  sequences: Artifact;
  features: number;
  /** Reads of the unique sequences that they were made from. */
  count: number;
  /** TSV: MD5 of a unique sequence, MD5 of the feature that it belongs to; where the method itself says so. */
  members?: Artifact;
}

export interface ChimeraFree extends FeatureSet {
  /** FASTA: the sequences that were taken for chimeras. */
  removed: Artifact;
  chimeras: number;
}

/** Reads of each feature in each sample. */
export interface FeatureTable {
  /** TSV: feature, then one column a sample in the samples' order. */
  table: Artifact;
  /** Sample -> reads that were counted for a feature. */
  mapped: Record<string, number>;
}

/** What the classifier said of each feature, all confidences kept: the limit is applied later. */
export interface Classified {
  assignments: Artifact;
}

/** What the features are called, by which reference. */
export interface Naming {
  classified: Classified;
  reference: CheckedReference;
}

/** Features that were held against what the marker is for; without those that were removed. */
export interface CheckedMarker {
  features: FeatureSet;
  table: FeatureTable;
  /** TSV: feature, its flags with semicolons between them; only features that have some. */
  flags: Artifact;
  /** FASTA of those that were removed; null: none were. */
  removed: Artifact | null;
}

/** Stage -> sample -> reads left after it. */
export type ReadCounts = Record<string, Record<string, number>>;
