import assert from "node:assert/strict";
import { test } from "node:test";
import { readReference, surveyReference } from "../../../science/read-reference.js";
import { collector, pieces } from "./collector.js";

/** How many of these records stand there again under other names. */
async function ambiguous(...records: [lineage: string, sequence: string][]): Promise<number> {
  const text = records.map(([lineage, sequence], index) => `>${index};tax=${lineage};\n${sequence}\n`).join("");
  const { ranks } = await surveyReference(pieces(text, 7));
  return (await readReference(pieces(text, 7), collector().target, ranks)).ambiguous;
}

test("equal sequences of two species are ambiguous, in whatever letters, and each of them counts", async () => {
  assert.equal(await ambiguous(["g:A,s:A a", "ACGU"], ["g:A,s:A b", "acgt"], ["g:A,s:A c", "ACGA"]), 2);
  assert.equal(await ambiguous(["g:A,s:A a", "ACGT"], ["g:A,s:A b", "ACGT"], ["g:A,s:A a", "AC\nGT"]), 3);
});

test("equal sequences of one lineage, of one that is less deep, and placeholders contradict nothing", async () => {
  assert.equal(await ambiguous(["g:A,s:A a", "ACGT"], ["g:A,s:A a", "ACGT"], ["g:A", "ACGT"]), 0);
  assert.equal(await ambiguous(["g:A,s:uncultured", "ACGT"], ["g:A,s:A_a", "ACGT"], ["g:A,s:A a", "ACGT"]), 0);
  assert.equal(await ambiguous(["g:A", "ACGT"], ["g:A,s:A a", "ACGT"], ["g:A,s:A b", "ACGT"]), 3);
});
