import assert from "node:assert/strict";
import { test } from "node:test";
import { regionFinder } from "../../../science/marker-region.js";
import { reverseComplement } from "../../../science/reverse-complement.js";

const FORWARD = "GTCGGTAAAACTCGTGCCAGC";
const REVERSE = "CATAGTGGGGTATCTAATCCCAGTTTG";
const INSERT = "ACGTTGCAACCTGGATTACA".repeat(8);
const AROUND = "TTGACCATGA".repeat(30);

const region = { forwardPrimer: FORWARD, reversePrimer: REVERSE, minLength: 130, maxLength: 230 };
const reaches = (sequence: string) => regionFinder(region)(Buffer.from(sequence));

test("a sequence that was cut to the insert reaches over the region, a shorter or a whole other one does not", () => {
  assert.equal(reaches(INSERT), true);
  assert.equal(reaches(INSERT.slice(0, 100)), false);
  assert.equal(reaches(AROUND), false);
});

test("either primer will do, on either strand, in either case, with some mismatches", () => {
  const whole = AROUND + FORWARD + INSERT + AROUND;
  const other = AROUND + INSERT + reverseComplement(REVERSE) + AROUND;
  for (const sequence of [whole, other]) {
    assert.equal(reaches(sequence), true);
    assert.equal(reaches(reverseComplement(sequence)), true);
    assert.equal(reaches(sequence.toLowerCase()), true);
  }
  assert.equal(reaches(whole.replace(FORWARD, FORWARD.replace("GTCG", "CAGC"))), true);
  assert.equal(reaches(whole.replace(FORWARD, FORWARD.replace("GTCGGTAA", "CAGCCATT"))), false);
});

test("a primer at the sequence's end, without the insert behind it, does not reach over the region", () => {
  assert.equal(reaches(AROUND + FORWARD + INSERT.slice(0, 40)), false);
  assert.equal(reaches(INSERT.slice(0, 40) + reverseComplement(REVERSE) + AROUND), false);
});

test("letters that say nothing match no primer", () => {
  assert.equal(reaches("N".repeat(1000)), false);
});
