import assert from "node:assert/strict";
import { test } from "node:test";
import { TagCounts, tagTable } from "../../../science/tag-counts.js";
import { TagReader } from "../../../science/tag-reader.js";
import { readTagTitle } from "../../../science/tag-title.js";
import { tagAdapters } from "../../../tools/tag-adapters.js";

test("a tag is certain with one wrong base, but not with two, nor where another tag is as near", () => {
  const reader = new TagReader(["AAAACCCC", "AAAAGGCC", "TTTTTT"]);
  assert.equal(reader.isCertain(0, "aaaaccccTTAGATACC"), true);
  assert.equal(reader.isCertain(0, "TAAACCCCTTAGATACC"), true);
  assert.equal(reader.isCertain(0, "TTAACCCCTTAGATACC"), false);
  assert.equal(reader.isCertain(0, "AAAAGCCCTTAGATACC"), false);
  assert.equal(reader.isCertain(2, "TTTATTTAGATACC"), true);
});

test("pairs are counted by their tags: samples in their order, also those without pairs, then the tag jumps", () => {
  const samples = [
    { name: "lake", forward: "TTTT", reverse: "CCCC" },
    { name: "=1+1", forward: "AAAA", reverse: "GGGG" },
  ];
  const counts = new TagCounts(samples);
  for (const [forward, reverse] of [
    ["TTTT", "GGGG"],
    ["TTTT", "CCCC"],
    ["TTTT", "CCCC"],
    ["AAAA", "CCCC"],
  ])
    counts.add(forward!, reverse!);
  assert.equal(
    tagTable("run 1", counts.rows(), 7),
    [
      "library\tforward_tag\treverse_tag\tsample\tpairs",
      "run 1\tTTTT\tCCCC\tlake\t2",
      "run 1\tAAAA\tGGGG\t'=1+1\t0",
      "run 1\tAAAA\tCCCC\t\t1",
      "run 1\tTTTT\tGGGG\t\t1",
      "run 1\t\t\t\t7\n",
    ].join("\n"),
  );
});

test("a tag is looked for with its whole primer behind it, without gaps, with one more error than the primer's", () => {
  assert.equal(
    tagAdapters(["ACGT", "TTTTT"], "GGWACIGG"),
    ">0\nACGTGGWACNGG;noindels;min_overlap=12;e=2\n>1\nTTTTTGGWACNGG;noindels;min_overlap=13;e=2\n",
  );
});

test("cutadapt's title says which tags it found, with the bases of the read", () => {
  assert.deepEqual(readTagTitle("@5f0d.7 0 ACGTGGWA 12 acgtnn"), {
    id: "5f0d.7",
    forward: { tag: 0, bases: "ACGTGGWA" },
    reverse: { tag: 12, bases: "acgtnn" },
  });
  assert.throws(() => readTagTitle("@5f0d.7 no_adapter  1 ACGT"), /cannot read cutadapt's title/);
});
