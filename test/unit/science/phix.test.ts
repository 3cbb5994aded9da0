import assert from "node:assert/strict";
import { test } from "node:test";
import { normaliseFastq } from "../../../science/normalise-fastq.js";
import { isPhix } from "../../../science/phix.js";
import { PHIX } from "../../../science/phix-genome.js";
import { reverseComplement } from "../../../science/reverse-complement.js";
import { collector, pieces } from "./collector.js";

test("reads of PhiX are told on both strands, across the origin, and with errors", () => {
  assert.equal(PHIX.length, 5386);
  for (const strand of [PHIX, reverseComplement(PHIX)]) {
    const circle = strand + strand.slice(0, 150);
    for (const start of [0, 1, 777, 5380]) {
      assert.equal(isPhix(Buffer.from(circle.slice(start, start + 150))), true);
      const withErrors = [...circle.slice(start, start + 150)];
      for (const at of [3, 40, 90]) withErrors[at] = "N";
      assert.equal(isPhix(Buffer.from(withErrors.join(""))), true);
    }
  }
  assert.equal(isPhix(Buffer.from("ACGGAGGATGCGAGCGTTATCCGGATTTATTGGGTTTAAAGGGTGCGTAGGCGGCCTGTTAAGTCAGCGGTGAAATCTTCCG")), false);
  assert.equal(isPhix(Buffer.from("ACGT")), false);
});

test("a pair of which one read is PhiX is left out and counted", async () => {
  const read = (name: string, sequence: string) => `@${name}\n${sequence}\n+\n${"I".repeat(sequence.length - 1)}F\n`;
  const [one, two] = [collector(), collector()];
  const result = await normaliseFastq(
    {
      forward: { bytes: pieces(read("a", "ACGTTGCA") + read("b", "ACGTTGCA"), 20), target: one.target },
      reverse: { bytes: pieces(read("a", "ACGTTGCA") + read("b", PHIX.slice(100, 200)), 20), target: two.target },
    },
    33,
  );
  assert.deepEqual([result.records, result.phix], [1, 1]);
  assert.match(one.text(), /^@1\n/);
  assert.doesNotMatch(one.text() + two.text(), /@b/);
});
