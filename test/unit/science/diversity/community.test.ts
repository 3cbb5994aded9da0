import assert from "node:assert/strict";
import { test } from "node:test";
import { alphaOf, unseenOf } from "../../../../science/diversity/alpha.js";
import { brayCurtis, jaccard } from "../../../../science/diversity/beta.js";
import { drawReads } from "../../../../science/diversity/draw-reads.js";
import { logFactorial } from "../../../../science/diversity/log-factorial.js";
import { Distances } from "../../../../science/diversity/overlaps.js";
import { principalCoordinates } from "../../../../science/diversity/pcoa.js";
import { permanova, permdisp } from "../../../../science/diversity/permanova.js";
import { curveDepths, expectedRichness } from "../../../../science/diversity/rarefaction.js";
import { golden, near, sameDistances, tableOf } from "./golden.js";

interface Dune {
  samples: string[];
  counts: number[][];
  groups: string[];
  shannon: number[];
  simpson: number[];
  chao1: number[];
  rarefied_15: number[];
  bray_curtis: number[][];
  jaccard: number[][];
  eigenvalues: number[];
  coordinates: number[][];
  permanova: { f: number; r2: number; p: number };
  permdisp: { f: number; p: number };
}

const dune = golden<Dune>("diversity/dune.json");
const table = tableOf(dune.samples, dune.counts);
const names = [...new Set(dune.groups)];
const groups = dune.groups.map((group) => names.indexOf(group));

test("diversity within the dune meadows is what vegan finds", () => {
  for (const [index, counts] of dune.counts.entries()) {
    const seen = counts.filter((count) => count > 0);
    const { richness, shannon, simpson } = alphaOf(seen);
    assert.equal(richness, seen.length);
    near(shannon, dune.shannon[index]!);
    near(simpson, dune.simpson[index]!);
    near(unseenOf(seen).chao1, dune.chao1[index]!);
    near(expectedRichness(seen, 15), dune.rarefied_15[index]!);
  }
});

test("a sample without reads has no Shannon and Simpson, and richness 0", () => {
  assert.deepEqual(alphaOf([]), { reads: 0, richness: 0, shannon: Number.NaN, simpson: Number.NaN });
});

test("all reads of a sample have all of its features, one read has one; also of millions", () => {
  near(expectedRichness([3, 2, 1], 6), 3);
  near(expectedRichness([3, 2, 1], 1), 1);
  near(expectedRichness([3_000_000, 1_000_000], 1), 1, 1e-6);
  near(expectedRichness([3_000_000, 1_000_000], 4_000_000), 2);
  near(logFactorial(255), 255 * Math.log(255) - 255 + 0.5 * Math.log(2 * Math.PI * 255) + 1 / (12 * 255), 1e-7);
  assert.equal(Math.round(Math.exp(logFactorial(10))), 3_628_800);
  near(logFactorial(256), logFactorial(255) + Math.log(256), 1e-10);
});

test("a curve goes to all reads of its sample, and holds the depth that was asked for", () => {
  assert.deepEqual(curveDepths(3, 2), [1, 2, 3]);
  assert.ok(curveDepths(1000, 333).includes(333));
  assert.equal(curveDepths(1000, 2000).at(-1), 1000);
  assert.deepEqual(curveDepths(0, null), []);
});

test("Bray-Curtis and Jaccard of the dune meadows are what vegan finds", () => {
  sameDistances(brayCurtis(table), dune.bray_curtis);
  sameDistances(jaccard(table), dune.jaccard);
});

test("principal coordinates are those of vegan, but for the direction of an axis", () => {
  const { eigenvalues, coordinates, explained } = principalCoordinates(brayCurtis(table), 20);
  assert.equal(eigenvalues.length, dune.eigenvalues.length);
  for (const [axis, value] of dune.eigenvalues.entries()) near(eigenvalues[axis]!, value);
  for (const axis of [0, 1, 2]) {
    const sign = Math.sign(coordinates[0]![axis]! * dune.coordinates[0]![axis]!);
    for (const [sample, place] of coordinates.entries()) near(place[axis]! * sign, dune.coordinates[sample]![axis]!);
  }
  near(
    explained.reduce((sum, share) => sum + share, 0),
    1,
  );
});

test("equal samples, or one alone, have no axes", () => {
  assert.deepEqual(principalCoordinates(new Distances(["a", "b", "c"]), 3).eigenvalues, []);
  assert.deepEqual(principalCoordinates(new Distances(["a"]), 3), { eigenvalues: [], explained: [], coordinates: [[]] });
});

test("PERMANOVA and PERMDISP find vegan's F and R2, a p near to its own, and the same p again", () => {
  const distances = brayCurtis(table);
  const found = permanova(distances, groups, 999, 1);
  near(found.statistic, dune.permanova.f);
  near(found.r2, dune.permanova.r2);
  near(found.p, dune.permanova.p, 0.01);
  assert.deepEqual(permanova(distances, groups, 999, 1), found);
  const spread = permdisp(distances, groups, 999, 1);
  near(spread.statistic, dune.permdisp.f);
  near(spread.p, dune.permdisp.p, 0.02);
});

test("reads are drawn to one depth, the same ones again, whatever other samples there are", () => {
  const drawn = drawReads(table, 30, 7);
  assert.ok(drawn.samples.length > 3 && drawn.samples.length < dune.samples.length);
  for (const sample of drawn.samples) assert.equal(drawn.depths[sample], 30);
  const [first = ""] = drawn.samples;
  const row = dune.samples.indexOf(first);
  const alone = drawReads(tableOf([first], [dune.counts[row]!]), 30, 7);
  for (const feature of table.features) {
    assert.ok(drawn.count(feature, first) <= table.count(feature, first));
    assert.equal(alone.count(feature, first), drawn.count(feature, first));
  }
});

test("draws have the expected richness on average", () => {
  const counts = dune.counts[0]!.filter((count) => count > 0);
  let sum = 0;
  for (let seed = 1; seed <= 400; seed++) sum += drawReads(tableOf(["a"], [counts]), 10, seed).features.length;
  near(sum / 400, expectedRichness(counts, 10), 0.1);
});
