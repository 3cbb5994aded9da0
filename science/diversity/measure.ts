import { FeatureTable } from "../feature-table.js";
import { tsv } from "../tsv.js";
import { alphaTable, rarefactionTable } from "./alpha-tables.js";
import { brayCurtis, jaccard } from "./beta.js";
import { distanceTable, ordinationTables } from "./beta-tables.js";
import { drawReads } from "./draw-reads.js";
import { type Grouping, groupTable } from "./group-tests.js";
import { midpointRoot } from "./midpoint-root.js";
import type { Distances } from "./overlaps.js";
import { parseNewick } from "./tree.js";
import { unifrac } from "./unifrac.js";

export interface MeasureOptions {
  /** Reads to which samples are brought before they are compared; null: their proportions are compared. */
  rarefactionDepth: number | null;
  /** Whether features seen once or twice are still in the table. */
  isUnfiltered: boolean;
  grouping: Grouping | null;
  seed: number;
}

export interface Measured {
  /** Name -> text. */
  files: Record<string, string>;
  /** For a person. */
  warnings: string[];
}

/**
 * All measures of diversity of a table, as files: within samples, between them, their ordination, and tests of groups.
 *
 * @param newick a tree of all features; null: without UniFrac
 * @param onProgress hears what is done, 0 to 1
 */
export function measureDiversity(
  table: FeatureTable,
  newick: string | null,
  options: MeasureOptions,
  onProgress: (done: number) => void,
): Measured {
  const { rarefactionDepth: depth, grouping, seed } = options;
  const files: Record<string, string> = {
    "alpha_diversity.tsv": alphaTable(table, depth, options.isUnfiltered),
    "rarefaction.tsv": rarefactionTable(table, depth),
  };
  onProgress(0.2);
  const compared = depth === null ? withReads(table, 1) : drawReads(table, depth, seed);
  const measures = new Map<string, Distances>([
    ["bray_curtis", brayCurtis(compared)],
    ["jaccard", jaccard(compared)],
  ]);
  if (newick !== null) {
    const found = unifrac(compared, midpointRoot(parseNewick(newick)));
    measures.set("unweighted_unifrac", found.unweighted);
    measures.set("weighted_unifrac", found.weighted);
    measures.set("weighted_unifrac_unnormalised", found.weightedUnnormalised);
  }
  for (const [name, distances] of measures) files[`beta_${name}.tsv`] = distanceTable(distances);
  onProgress(0.5);
  Object.assign(files, ordinationTables(measures));
  onProgress(0.7);
  const warnings = leftOutWarning(table, compared, depth);
  if (grouping) {
    const tested = groupTable(measures, grouping, seed);
    files["permanova.tsv"] = tsv(tested.head, tested.rows);
    warnings.push(...tested.warnings);
  }
  return { files, warnings };
}

/** The samples that have as many reads. */
function withReads(table: FeatureTable, least: number): FeatureTable {
  const { depths } = table;
  const kept = new Set(table.samples.filter((sample) => depths[sample]! >= least));
  if (kept.size === table.samples.length) return table;
  const part = new FeatureTable([...kept]);
  for (const feature of table.features)
    for (const [sample, reads] of table.row(feature)) if (kept.has(sample)) part.add(feature, sample, reads);
  return part;
}

function leftOutWarning(table: FeatureTable, compared: FeatureTable, depth: number | null): string[] {
  const left = table.samples.filter((sample) => !compared.samples.includes(sample));
  if (left.length === 0) return [];
  const why = depth === null ? "no reads" : `fewer than ${depth} reads, the rarefaction_depth`;
  const shown = left.length > 10 ? `${left.slice(0, 10).join(", ")}, ...` : left.join(", ");
  return [`${left.length} of ${table.samples.length} samples have ${why}, and are not compared with others: ${shown}`];
}
