import type { Artifact } from "./artifact.js";

/** How blastn searches; megablast is for near relatives, blastn-short for queries under 50 bases. */
export const BLAST_PROGRAMS = ["megablast", "blastn", "dc-megablast", "blastn-short"] as const;

export type BlastProgram = (typeof BLAST_PROGRAMS)[number];

/** The fields of `-outfmt 6`, in their order. */
export const STANDARD_FIELDS = [
  "qseqid",
  "sseqid",
  "pident",
  "length",
  "mismatch",
  "gapopen",
  "qstart",
  "qend",
  "sstart",
  "send",
  "evalue",
  "bitscore",
] as const;

/** What blastn is asked for of each hit. */
export const BLAST_FIELDS = [...STANDARD_FIELDS, "qlen", "slen", "qcovs"] as const;

/** Sequences to search for, checked: FASTA with one line a sequence, under their own names. */
export interface QueryBatch {
  sequences: Artifact;
  count: number;
}

export interface CheckedQuery {
  /** In the order of the file; each small enough to be searched at once. */
  batches: QueryBatch[];
  count: number;
}

/** What BLAST found for a batch. */
export interface BlastHits {
  /** TSV: rows of `BLAST_FIELDS` in blastn's order, subjects numbered as in the index. */
  rows: Artifact;
  hits: number;
  queriesWithHits: number;
}
