import { createHash } from "node:crypto";
import { FeatureTable } from "../feature-table.js";
import { type Draw, seededDraw } from "../random.js";

/**
 * The same number of reads of each sample, drawn without replacement; samples that have fewer are left out.
 * What is drawn of a sample depends on the seed, its name and its counts, not on the other samples.
 */
export function drawReads(table: FeatureTable, depth: number, seed: number): FeatureTable {
  const { depths, features } = table;
  const deep = table.samples.filter((sample) => depths[sample]! >= depth);
  const drawn = deep.map((sample) => drawSample(featuresOfReads(table, features, sample, depths[sample]!), depth, drawOf(seed, sample)));
  const rarefied = new FeatureTable(deep);
  for (const [index, counts] of drawn.entries())
    for (const [feature, reads] of counts) rarefied.add(features[feature]!, deep[index]!, reads);
  return rarefied;
}

/** For each read the place of its feature. */
function featuresOfReads(table: FeatureTable, features: readonly string[], sample: string, reads: number): Uint32Array {
  const of = new Uint32Array(reads);
  let from = 0;
  for (const [index, feature] of features.entries()) {
    const count = table.count(feature, sample);
    of.fill(index, from, from + count);
    from += count;
  }
  return of;
}

/** The first part of a shuffle. @returns place of the feature -> reads, in the order of the places */
function drawSample(reads: Uint32Array, depth: number, draw: Draw): [number, number][] {
  const counts = new Map<number, number>();
  for (let drawn = 0; drawn < depth; drawn++) {
    const at = drawn + draw(reads.length - drawn);
    const feature = reads[at]!;
    reads[at] = reads[drawn]!;
    counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  return [...counts].sort(([one], [other]) => one - other);
}

function drawOf(seed: number, sample: string): Draw {
  return seededDraw(createHash("md5").update(`${seed}\t${sample}`).digest().readInt32LE(0));
}
