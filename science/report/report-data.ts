import type { Citation } from "../citations/citation.js";
import type { Parameters } from "../citations/used.js";
import type { ExportedTable } from "../outputs/exported-table.js";

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
  ordination: Ordination | null;
  /** Left out where the analysis looked for none. */
  novelty?: ReportTable;
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

export interface ReportTable {
  note: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
}
