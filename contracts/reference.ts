import type { CheckedReference } from "./analysis.js";
import type { MarkerName } from "./markers.js";

/** What was found when a reference was read to its end. */
export interface ReadReference {
  reference: CheckedReference;
  /** A style of science/headers/, or `table`. */
  headerFormat: string;
  /** Sequences without names. */
  unnamed: number;
  /** Names that stand below several others. */
  conflicts: number;
  /** Sequences that stand there again under other names. */
  ambiguous: number;
  /** Markers whose region it does not cover. */
  misses: MarkerName[];
  /** Bases. */
  minLength: number;
  maxLength: number;
}
