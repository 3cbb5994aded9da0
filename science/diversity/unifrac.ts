import type { FeatureTable } from "../feature-table.js";
import { type Distances, Overlaps } from "./overlaps.js";
import type { Tree } from "./tree.js";

export interface Unifrac {
  /** Share of the branch length that only one of two samples has. Source: Lozupone and Knight 2005, doi:10.1128/AEM.71.12.8228-8235.2005. */
  unweighted: Distances;
  /** Between 0 and 1. Source: Lozupone et al. 2007, doi:10.1128/AEM.01996-06. */
  weighted: Distances;
  /** In the unit of the branches. */
  weightedUnnormalised: Distances;
}

/**
 * UniFrac distances of all pairs, in one way through the tree from its tips. Every sample must have reads.
 *
 * @param tree rooted; its tips are the features
 * @throws {Error} where a feature is no tip
 */
export function unifrac(table: FeatureTable, tree: Tree): Unifrac {
  const { samples, depths } = table;
  const places = new Map(samples.map((sample, index) => [sample, index]));
  const present = new Overlaps(samples.length);
  const weighted = new Overlaps(samples.length);
  const below: (Map<number, number> | undefined)[] = startOfTips(table, tree, (sample, reads) => [
    places.get(sample)!,
    reads / depths[sample]!,
  ]);
  for (const [node, parent] of tree.parents.entries()) {
    const shares = below[node];
    below[node] = undefined;
    if (parent < 0 || !shares) continue;
    const values = [...shares];
    present.add(
      tree.lengths[node]!,
      values.map(([sample]) => [sample, 1]),
    );
    weighted.add(tree.lengths[node]!, values);
    below[parent] = merged(below[parent], shares);
  }
  const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return {
    unweighted: present.distances(samples, (shared, one, other) => ratio(one + other - 2 * shared, one + other - shared)),
    weighted: weighted.distances(samples, (shared, one, other) => ratio(one + other - 2 * shared, one + other)),
    weightedUnnormalised: weighted.distances(samples, (shared, one, other) => one + other - 2 * shared),
  };
}

type Share = (sample: string, reads: number) => [number, number];

function startOfTips(table: FeatureTable, tree: Tree, share: Share): (Map<number, number> | undefined)[] {
  const inner = new Set(tree.parents);
  const tips = new Map(tree.names.flatMap((name, node) => (inner.has(node) ? [] : [[name, node] as const])));
  const shares: (Map<number, number> | undefined)[] = tree.names.map(() => undefined);
  for (const feature of table.features) {
    const tip = tips.get(feature);
    if (tip === undefined) throw new Error(`feature ${feature} is not in the tree`);
    shares[tip] = new Map([...table.row(feature)].map(([sample, reads]) => share(sample, reads)));
  }
  return shares;
}

/** The first child's shares are taken over: no one needs them any more. */
function merged(known: Map<number, number> | undefined, more: Map<number, number>): Map<number, number> {
  if (!known) return more;
  for (const [sample, share] of more) known.set(sample, (known.get(sample) ?? 0) + share);
  return known;
}
