import type { CheckedReference } from "./analysis.js";
import type { Artifact } from "./artifact.js";

/** The files of a BLAST database, by the names that makeblastdb gave them; a subject is `s<place>`, counted from 0. */
export interface BlastIndex {
  files: { name: string; artifact: Artifact }[];
}

/** A reference that can be used at once; its name is `name@version`. A job that begins with it needs nothing else of it. */
export interface InstalledReference extends CheckedReference {
  index: BlastIndex;
}

/** What was found when a reference was read to its end. */
export interface ReadReference {
  reference: CheckedReference;
  /** A style of science/headers/, or `table`. */
  headerFormat: string;
  /** Sequences without names. */
  unnamed: number;
  /** Names that stand below several others. */
  conflicts: number;
  /** Bases. */
  minLength: number;
  maxLength: number;
}
