import assert from "node:assert/strict";
import { test } from "node:test";
import type { Sample } from "../../../contracts/analysis.js";
import { runsOf } from "../../../workflows/runs.js";

const sample = (name: string, run?: string, isPaired = true) =>
  ({ name, metadata: run === undefined ? {} : { run }, ...(isPaired ? { reverse: {} } : {}) }) as unknown as Sample;
const shown = (samples: Sample[], forwardOnly = false) =>
  runsOf(samples, forwardOnly).map(({ name, samples: members }) => [name, members.map((member) => member.name).join(" ")]);

test("samples of one sequencing run are denoised together", () => {
  assert.deepEqual(shown([sample("a"), sample("b")]), [["", "a b"]]);
  assert.deepEqual(shown([sample("a", "one"), sample("b", "two"), sample("c", "one")]), [
    ["one", "a c"],
    ["two", "b"],
  ]);
});

test("pairs and single reads are kept apart, but where only forward reads are used", () => {
  const samples = [sample("a", ""), sample("b", "", false)];
  assert.deepEqual(shown(samples), [
    ["unnamed run", "a"],
    ["unnamed run, single reads", "b"],
  ]);
  assert.deepEqual(shown(samples, true), [["", "a b"]]);
});
