import type { CheckedReference } from "./analysis.js";

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
