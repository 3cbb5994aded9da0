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
