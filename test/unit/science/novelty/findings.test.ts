import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { RankCalibration, ReferenceCalibration } from "../../../../science/novelty/calibration.js";
import { judge } from "../../../../science/novelty/findings.js";
import { MEASURES } from "../../../../science/novelty/measures.js";
import { calibrationTable, noveltyTable } from "../../../../science/novelty/novelty-tables.js";

/** A rank at which only the distance counts: one in a tenth gives a score of .5. */
function rank(name: string, threshold: number): RankCalibration {
  const ofDistance = MEASURES.map((measure) => (measure === "distance" ? 20 : 0));
  const zeros = MEASURES.map(() => 0);
  const area = { area: 0.9, low: 0.85, high: 0.95 };
  return {
    rank: name,
    model: { intercept: -20 * Math.sqrt(0.1), weights: ofDistance, means: zeros, spreads: zeros.map(() => 1) },
    novel: 30,
    novelTaxa: 10,
    known: 40,
    counted: 40,
    score: area,
    identityArea: 0.8,
    confidenceArea: 0.8,
    combinedArea: 0.85,
    curve: [
      { threshold: 0.1, falseNovelty: 0.5, foundNovelty: 1 },
      { threshold, falseNovelty: 0.2, foundNovelty: 0.8 },
    ],
  };
}

const calibration: ReferenceCalibration = { ranks: [rank("family", 0.9), rank("genus", 0.5)], relativesIdentity: 0.8, medianLength: 170 };
const surroundings = { taxonOf: (target: string, at: string) => `${at} of ${target}`, richnessOf: () => 1 };
const found = (identity: number, coverage = 1) =>
  judge("f", [{ target: "a", identity, coverage }], { names: [] }, surroundings, calibration, 0.2);

describe("findings", () => {
  test("what is near enough is known, and what equals a reference always", () => {
    assert.equal(found(0.95).finding, "known");
    const always = { ...calibration, ranks: [{ ...rank("genus", 0.001) }] };
    const equal = judge("f", [{ target: "a", identity: 1, coverage: 1 }], { names: [] }, surroundings, always, 0.2);
    assert.deepEqual([equal.finding, equal.novelAt], ["known", null]);
  });

  test("it is novel at the highest rank that is reached without a step left out", () => {
    assert.deepEqual([found(0.88).finding, found(0.88).novelAt?.rank], ["novel", "genus"]);
    assert.deepEqual([found(0.81).finding, found(0.81).novelAt?.rank], ["novel", "family"]);
    const reversed = { ...calibration, ranks: [rank("family", 0.5), rank("genus", 0.9)] };
    const above = judge("f", [{ target: "a", identity: 0.88, coverage: 1 }], { names: [] }, surroundings, reversed, 0.2);
    assert.equal(above.novelAt, null);
  });

  test("without a close relative it is a gap of the reference", () => {
    assert.equal(found(0.75).finding, "gap");
    assert.deepEqual([judge("f", [], { names: [] }, surroundings, calibration, 0.2).finding, found(0.75).relatives], ["gap", 0]);
  });
});

test("the tables say what scores rest on, and the shares at each threshold", () => {
  const [head, row] = noveltyTable([found(0.88)], ["family", "genus"], () => "genus:Salmo").split("\n");
  assert.equal(
    head,
    "feature\tfinding\tnovel_at\tfamily_score\tfamily_threshold\tfamily_confidence\tgenus_score\tgenus_threshold\tgenus_confidence\tnearest_reference\tnearest_lineage\tidentity\tcoverage\tclose_references\tclose_relatives",
  );
  assert.match(row ?? "", /^f\tnovel\tgenus\t0\.\d+\t0\.9\t0\t0\.\d+\t0\.5\t0\ta\tgenus:Salmo\t0\.88\t1\t0\t1$/);
  assert.match(calibrationTable(calibration), /^genus\t0\.5\t0\.2\t0\.8\t40\t30\t10$/m);
});
