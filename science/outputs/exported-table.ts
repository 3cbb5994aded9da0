import type { FeatureTable } from "../feature-table.js";
import { letterOf } from "../ranks.js";

/** A feature as other programs are told of it. */
export interface ExportedFeature {
  id: string;
  sequence: string;
  /** One for each rank of the table, highest first; empty where no name is certain. */
  names: readonly string[];
  /** Bootstrap support of the last name; of the highest rank where none is certain; null: nothing is known. */
  confidence: number | null;
}

export interface ExportedSample {
  id: string;
  /** Column of the sample sheet -> value. */
  metadata: Readonly<Record<string, string>>;
}

/** A feature table with all that is known of its rows and columns, in the order in which it is written. */
export interface ExportedTable {
  /** Highest first. */
  ranks: readonly string[];
  features: readonly ExportedFeature[];
  samples: readonly ExportedSample[];
  counts: FeatureTable;
  /** The sample's name in `counts`, by its id. */
  nameOf: ReadonlyMap<string, string>;
}

/** `d__Bacteria`, `p__Bacillota`, ...: the form that QIIME 2 and phyloseq know; ends at the last name. `Unassigned` where there is none, as QIIME 2 writes it. */
export function prefixedNames(ranks: readonly string[], names: readonly string[]): string[] {
  const end = names.findLastIndex((name) => name !== "") + 1;
  if (end === 0) return ["Unassigned"];
  return ranks.slice(0, end).map((rank, index) => `${letterOf(rank)}__${names[index] ?? ""}`);
}

/** Columns of the sample sheet that can be named in every format, in their order. */
export function metadataColumns(samples: readonly ExportedSample[]): string[] {
  const columns = samples.flatMap(({ metadata }) => Object.keys(metadata));
  return [...new Set(columns)].filter((column) => !/^[\s.]*$/.test(column));
}
