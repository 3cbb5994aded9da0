import assert from "node:assert/strict";
import { test } from "node:test";
import { renderNovelty } from "../../../../cli/render/novelty.js";

test("novelty: how many, how far to trust it, and which", () => {
  const ranks = [{ rank: "genus", false_novelty: 0.195, found_novelty: 0.819 }];
  const features = [
    { feature: "f1", finding: "novel", rank: "genus", score: 0.924, nearest: "NC_025597.1", identity: 0.951 },
    { feature: "f2", finding: "gap", rank: "family", score: 0.9, nearest: null, identity: null },
  ];
  assert.equal(
    renderNovelty({ known: 20, novel: 1, gaps: 1, ranks, features }),
    [
      "Novelty: 1 novel, 1 without close relatives (a gap of the reference, no discovery), 20 known",
      "  at genus: calls 19.5 % of known sequences novel and finds 81.9 % of those left out",
      "  feature  finding  rank    score  nearest reference",
      "  f1       novel    genus   0.92   NC_025597.1 (95.1 %)",
      "  f2       gap      family  0.90   none",
    ].join("\n"),
  );
});
