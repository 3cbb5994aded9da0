import type { Parameters, Used } from "../citations/used.js";
import type { GroupTest } from "../report/report-data.js";
import type { Novelty } from "../report/read-novelty.js";

export interface MethodsInput extends Used {
  parameters: Parameters;
  /** Of Avalanche. */
  release: string;
  /** Of the reference: SHA-256, sequences; null: none. */
  referenceSha256: string | null;
  referenceSequences: number;
  features: number;
  samples: number;
  /** Stage -> sample -> reads left after it, in the order of the stages. */
  reads: Readonly<Record<string, Readonly<Record<string, number>>>>;
  groupTests: readonly GroupTest[];
  novelty: Novelty | null;
}

/** What is said of one step; undefined: it was not taken. */
export type Sentence = (input: MethodsInput) => string | undefined;
