import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { calibrateRank, type LeftOut, relativesIdentity } from "../../../../science/novelty/calibration.js";
import { areaUnderCurve, areaWithInterval, curveOf, thresholdFor } from "../../../../science/novelty/error-rates.js";
import { fitLogistic, scoreOf } from "../../../../science/novelty/logistic.js";
import { MEASURES, measure } from "../../../../science/novelty/measures.js";
import { readNeighbours } from "../../../../science/novelty/neighbours.js";
import { seededDraw } from "../../../../science/random.js";

describe("what a score rests on", () => {
  const taxa: Record<string, string> = { a: "Salmo", b: "Salmo", c: "Esox" };
  const at = (target: string, identity: number) => ({ target, identity, coverage: 1 });
  const of = (neighbours: ReturnType<typeof at>[], confidence = 1) => {
    const values = measure({ neighbours, confidence, taxonOf: (target) => taxa[target] ?? "", richnessOf: () => 8 });
    return Object.fromEntries(MEASURES.map((name, index) => [name, values[index]!]));
  };

  test("the gap is small within a taxon, and one where another taxon is as near", () => {
    assert.ok(of([at("a", 0.99), at("b", 0.98), at("c", 0.9)])["gap"]! < 0.2);
    assert.equal(of([at("a", 0.95), at("c", 0.95)])["gap"], 1);
  });

  test("distance, doubt, agreement, close references and richness", () => {
    const found = of([at("a", 0.99), at("b", 0.985), at("c", 0.98)], 0.5);
    assert.deepEqual(
      [found["distance"]?.toFixed(3), found["doubt"], found["agreement"]?.toFixed(3), found["close"], found["richness"]],
      ["0.100", 0, "0.667", Math.log1p(3), Math.log(8)],
    );
  });

  test("a feature that nothing is near to is as far as can be", () => {
    const found = of([], 0);
    assert.deepEqual([found["distance"], found["gap"], found["close"], found["richness"]], [Math.sqrt(0.3), 1, 0, 0]);
  });
});

test("neighbours are read nearest first, one query after the other; a query without one is kept", async () => {
  const read: string[] = [];
  async function* rows() {
    for (const row of ["q;size=3\tb;tax=g:x;\t97.5\t100.0", "q;size=3\ta;tax=g:y;\t99.0\t80.0", "z\t*\t0.0\t0.0", "y\ta\t99.0\t80.0"]) {
      read.push(row);
      yield row;
    }
  }
  const found = readNeighbours(rows());
  const near = { target: "a", identity: 0.99, coverage: 0.8 };
  assert.deepEqual((await found.next()).value, ["q", [near, { target: "b", identity: 0.975, coverage: 1 }]]);
  assert.equal(read.length, 3, "only the row that ends a query was read ahead");
  assert.deepEqual((await found.next()).value, ["z", []]);
  assert.deepEqual((await found.next()).value, ["y", [near]]);
});

describe("error rates", () => {
  test("the area is that of Mann and Whitney, ties counted half", () => {
    const judged = [0.9, 0.8, 0.5, 0.5, 0.1].map((score, index) => ({ score, isNovel: index % 2 === 0 }));
    // Pairs of a novel and a known one: .9 > .8, .9 > .5, .5 < .8, .5 = .5, .1 < both.
    assert.equal(areaUnderCurve(judged), 2.5 / 6);
  });

  test("the interval is the same for the same seed, and holds the area", () => {
    const draw = seededDraw(7);
    const judged = Array.from({ length: 200 }, (_, at) => ({
      score: draw(100) + (at % 2) * 30,
      isNovel: at % 2 === 1,
      taxon: `t${at % 40}`,
    }));
    const one = areaWithInterval(judged, 1);
    assert.deepEqual(areaWithInterval(judged, 1), one);
    assert.ok(one.low < one.area && one.area < one.high);
  });

  test("the threshold is the lowest that keeps false novelty within the limit; what equals a reference is never novel", () => {
    const known = [0.1, 0.2, 0.3, 0.95].map((score) => ({ score, isNovel: false, isEqual: score === 0.95 }));
    const curve = curveOf([...known, { score: 0.35, isNovel: true, isEqual: false }, { score: 0.6, isNovel: true, isEqual: false }]);
    assert.deepEqual(thresholdFor(curve, 0), { threshold: 0.31, falseNovelty: 0, foundNovelty: 1 });
    assert.deepEqual(thresholdFor(curve, 0.25).threshold, 0.21);
  });
});

describe("learning", () => {
  const draw = seededDraw(3);
  const noise = () => draw(1000) / 1000 - 0.5;
  const examples = Array.from({ length: 400 }, (_, at) => ({
    isNovel: at % 2 === 0,
    measures: [(at % 2 === 0 ? 1 : 0) + 2 * noise(), noise()],
  }));

  test("the weight of what tells is found, and of what does not tell is none", () => {
    const { weights } = fitLogistic(examples, [0, 0], 1);
    assert.ok(weights[0]! > 0.8 && Math.abs(weights[1]!) < 0.3, String(weights));
  });

  test("both classes weigh the same, however many there are of each", () => {
    const rare = examples.filter(({ isNovel }, at) => !isNovel || at % 10 === 0);
    const model = fitLogistic(rare, [0, 0], 1);
    const mean = (isNovel: boolean) => {
      const scores = rare.filter((one) => one.isNovel === isNovel).map(({ measures }) => scoreOf(model, measures));
      return scores.reduce((sum, score) => sum + score, 0) / scores.length;
    };
    assert.ok(Math.abs(mean(true) + mean(false) - 1) < 0.05);
  });

  test("of two examples the prior is kept", () => {
    const { weights } = fitLogistic(examples.slice(0, 2), [0.8, 0.8], 1000);
    assert.ok(weights.every((weight) => Math.abs(weight - 0.8) < 0.02));
  });

  test("a rank with fewer than twenty of a kind is not calibrated", () => {
    const leftOut = (isNovel: boolean): LeftOut => ({
      isNovel,
      fold: 0,
      taxon: "x",
      isEqual: false,
      isCounted: true,
      measures: MEASURES.map(noise),
    });
    const known = Array.from({ length: 30 }, () => leftOut(false));
    assert.equal(calibrateRank("genus", [...known, leftOut(true)], 1), null);
  });

  test("a close relative is what 19 of 20 had", () => {
    assert.equal(relativesIdentity(Array.from({ length: 100 }, (_, at) => at / 100)), 0.05);
    assert.equal(relativesIdentity([]), 0);
  });
});
