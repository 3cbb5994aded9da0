import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { alphaOf, unseenOf } from "../../../../science/diversity/alpha.js";
import { midpointRoot } from "../../../../science/diversity/midpoint-root.js";
import { parseNewick } from "../../../../science/diversity/tree.js";
import { unifrac } from "../../../../science/diversity/unifrac.js";
import { FeatureTable } from "../../../../science/feature-table.js";
import { golden, near, sameDistances, tableOf } from "./golden.js";

interface Community {
  newick: string;
  features: string[];
  samples: string[];
  counts: number[][];
  unweighted: number[][];
  weighted: number[][];
  weighted_unnormalised: number[][];
  goods_coverage: number[];
  chao1: number[];
  shannon: number[];
}

test("UniFrac over a tree with its root in the middle is what scikit-bio finds", () => {
  const expected = golden<Community>("diversity/unifrac.json");
  const table = tableOf(expected.samples, expected.counts, expected.features);
  const found = unifrac(table, midpointRoot(parseNewick(expected.newick)));
  sameDistances(found.unweighted, expected.unweighted);
  sameDistances(found.weighted, expected.weighted);
  sameDistances(found.weightedUnnormalised, expected.weighted_unnormalised);
  for (const [index, row] of expected.counts.entries()) {
    const seen = row.filter((count) => count > 0);
    near(unseenOf(seen).goodsCoverage, expected.goods_coverage[index]!);
    near(unseenOf(seen).chao1, expected.chao1[index]!);
    near(alphaOf(seen).shannon, expected.shannon[index]!);
  }
});

/** Debian's r-bioc-phyloseq: 500 tips, 26 samples, with matrices that PyCogent computed. */
const PHYLOSEQ = "/usr/lib/R/site-library/phyloseq/extdata";

test("UniFrac of GlobalPatterns is what phyloseq ships of PyCogent", {
  skip: existsSync(`${PHYLOSEQ}/gp500test.tree`) ? false : "needs Debian's r-bioc-phyloseq",
}, () => {
  const read = (name: string) => readFileSync(`${PHYLOSEQ}/${name}`, "utf8").trimEnd();
  const rows = read("gp500test.env.txt")
    .split("\n")
    .map((line) => line.split("\t") as [string, string, string]);
  const table = new FeatureTable([...new Set(rows.map(([, sample]) => sample))].sort());
  for (const [feature, sample, reads] of rows) table.add(feature, sample, Number(reads));
  const found = unifrac(table, parseNewick(read("gp500test.tree")));
  for (const [name, distances] of [
    ["gp500-uuf.csv", found.unweighted],
    ["gp500-wuf.csv", found.weighted],
    ["gp500-wufu.csv", found.weightedUnnormalised],
  ] as const) {
    // The files do not name their rows: compared are all distances, in their order.
    const expected = read(name)
      .split("\n")
      .map((line) => line.split(",").map(Number));
    const sorted = (matrix: number[][]) => matrix.flat().sort((one, other) => one - other);
    const own = table.samples.map((_, one) => table.samples.map((_, other) => distances.at(one, other)));
    for (const [index, value] of sorted(expected).entries()) near(sorted(own)[index]!, value, 1e-9);
  }
});

test("a tree is read with quoted names, supports, missing and negative lengths; broken ones are refused", () => {
  const tree = parseNewick("('a''b c':0.5,(x:1e-2,y:-0.1)0.98:1,z)root;");
  assert.deepEqual(tree.names, ["a'b c", "x", "y", "0.98", "z", "root"]);
  assert.deepEqual(tree.parents, [5, 3, 3, 5, 5, -1]);
  assert.deepEqual(tree.lengths, [0.5, 0.01, 0, 1, 0, 0]);
  assert.throws(() => parseNewick("((a,b);"), /1 open brackets/);
  assert.throws(() => parseNewick("a,b);"), /outside of brackets/);
  assert.throws(() => parseNewick("(a:x,b);"), /branch length x/);
});

test("the root is put in the middle of the longest way", () => {
  const { parents, lengths, names } = midpointRoot(parseNewick("(a:1,b:2,c:7);"));
  const root = parents.indexOf(-1);
  const depth = (name: string) => {
    let [node, sum] = [names.indexOf(name), 0];
    for (; node !== root; node = parents[node]!) sum += lengths[node]!;
    return sum;
  };
  assert.deepEqual(["a", "b", "c"].map(depth), [3.5, 4.5, 4.5]);
});

test("a feature that is not in the tree is named", () => {
  assert.throws(() => unifrac(tableOf(["s"], [[1]], ["gone"]), parseNewick("(a:1,b:1);")), /feature gone is not in the tree/);
});
