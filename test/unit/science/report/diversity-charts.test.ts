import assert from "node:assert/strict";
import { test } from "node:test";
import { ordinationChart, rarefactionChart } from "../../../../science/report/diversity-charts.js";
import { STYLE } from "../../../../science/report/style.js";

const SAMPLES = Array.from({ length: 10 }, (_, index) => `lake-${index}`);

const namesIn = (text: string) =>
  [...text.matchAll(/<text class="name" x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]+)/g)].map(([, x, y, name]) => ({
    x: Number(x),
    y: Number(y),
    name,
  }));

test("names of samples that are alike lie beside each other, none on another, and lines lead to them", () => {
  const curves = SAMPLES.map((sample, index) => ({ sample, points: [[100, 50 + index / 10]] as [number, number][] }));
  const points = SAMPLES.map((sample, index) => ({ sample, x: index < 8 ? 0 : 1, y: index < 8 ? index / 1000 : 1 }));
  for (const drawn of [rarefactionChart(curves, null), ordinationChart({ points, explained: [0.5, 0.2], measure: "jaccard" }, null)]) {
    const names = namesIn(drawn.text);
    assert.equal(names.length, SAMPLES.length);
    for (const [index, { x, y, name }] of names.entries()) {
      assert.ok(y > 10 && y < 344, `${name} is within the field`);
      for (const other of names.slice(index + 1))
        assert.ok(Math.abs(other.x - x) >= 170 || Math.abs(other.y - y) >= 21.9, `${name} lies on ${other.name}`);
    }
    assert.ok(drawn.text.split('class="lead ').length > 4);
  }
});

test("more than ten names would cover the curves: they are told where one points", () => {
  const curves = [...SAMPLES, "one more"].map((sample) => ({ sample, points: [[100, 50]] as [number, number][] }));
  const { text } = rarefactionChart(curves, null);
  assert.deepEqual(namesIn(text), []);
  assert.match(text, /<title>one more<\/title>/);
});

test("the curve and the point of a sample in no group have a colour as well", () => {
  const groups = { column: "site", of: new Map([["lake-0", "shore"]]), tests: [] };
  const points = SAMPLES.slice(0, 2).map((sample, index) => ({ sample, x: index, y: index }));
  const curves = SAMPLES.slice(0, 2).map((sample) => ({ sample, points: [[100, 50]] as [number, number][] }));
  const texts = [rarefactionChart(curves, groups), ordinationChart({ points, explained: [null, null], measure: "jaccard" }, groups)];
  const used = texts.flatMap(({ text }) => [...text.matchAll(/class="(?:line )?([cs]\w)"/g)].map(([, name]) => name!));
  assert.deepEqual(used, ["s0", "sx", "c0", "cx"]);
  for (const name of used) assert.match(STYLE, new RegExp(`\\.${name}\\{(?:fill|stroke):#`));
});
