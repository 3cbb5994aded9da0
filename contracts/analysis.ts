/**
 * What the stages of an analysis hand to each other. Files travel as artifacts;
 * the rest is small enough for a workflow's history.
 */

/** An immutable file in the artifact store. */
export type Artifact = `artifact:${string}`;

/** Where a file of the input is: under the data root, or uploaded. */
export type InputFile = { name: string; path: string } | { name: string; artifact: Artifact };

export interface Sample {
  name: string;
  forward: InputFile;
  /** Absent for single reads and for FASTA. */
  reverse?: InputFile;
  /** Other columns of the sample sheet. */
  metadata: Record<string, string>;
}

export interface Dataset {
  format: "fasta" | "fastq";
  samples: Sample[];
}

/** One sample's reads: FASTQ with offset 33 and four lines a record, or FASTA with one line a sequence. */
export interface Reads {
  sample: string;
  forward: Artifact;
  reverse?: Artifact;
  /** Pairs, where there is a reverse file. */
  count: number;
  /** The highest quality seen, Phred. */
  maxQuality?: number;
  /** The shortest and the longest read, in bases. */
  minLength?: number;
  maxLength?: number;
}

/** One sample's reads as single sequences: merged, or forward only. */
export interface Merged {
  sample: string;
  /** FASTQ, or FASTA with `;size=`. */
  reads: Artifact;
  count: number;
}

/** Unique sequences, FASTA with `;size=`, largest first. */
export interface Uniques {
  sequences: Artifact;
  /** How many sequences. */
  unique: number;
  /** How many reads they stand for. */
  count: number;
}

/** One sample's unique sequences, before and after the filter. */
export interface SampleUniques extends Uniques {
  sample: string;
}
