import type { Citation } from "../citations/citation.js";
import type { Parameters } from "../citations/used.js";
import type { ExportedTable } from "../outputs/exported-table.js";
import type { Novelty } from "./read-novelty.js";

export interface ReportData {
  analysisType: string;
  table: ExportedTable;
  /** Stage -> sample -> reads left after it, in the order of the stages. */
  reads: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** null: features have no names. */
  reference: { name: string; sha256: string } | null;
  parameters: Parameters;
  versions: Readonly<Record<string, string>>;
  warnings: readonly string[];
  methods: string;
  citations: readonly Citation[];
  files: readonly { name: string; sizeBytes: number }[];
  rarefaction: readonly RarefactionCurve[];
  /** A row a sample; null: not measured. */
  alpha: ReportTable | null;
  ordination: Ordination | null;
  /** null: groups were not compared. */
  groups: Groups | null;
  /** null: the analysis looked for none. */
  novelty: Novelty | null;
}

export interface RarefactionCurve {
  sample: string;
  /** Reads drawn, features expected. */
  points: readonly (readonly [reads: number, features: number])[];
}

export interface Ordination {
  /** How samples were compared, such as `bray_curtis`. */
  measure: string;
  points: readonly { sample: string; x: number; y: number }[];
  /** Share of the variation on each of the two axes, 0 to 1; null: not told. */
  explained: readonly [number | null, number | null];
}

/** Samples by a column of the sample sheet. */
export interface Groups {
  column: string;
  /** Without those that belong to none. */
  of: ReadonlyMap<string, string>;
  /** A row a measure and test; empty where none could be made. */
  tests: readonly GroupTest[];
}

export interface GroupTest {
  measure: string;
  /** `permanova` or `permdisp`. */
  test: string;
  groups: number;
  samples: number;
  /** null: the test has none, or no answer. */
  statistic: number | null;
  r2: number | null;
  p: number | null;
  permutations: number;
}

export interface ReportTable {
  head: readonly string[];
  rows: readonly (readonly string[])[];
}
