import assert from "node:assert/strict";
import { test } from "node:test";
import { hasEnoughWords, SHORTEST_NAMED } from "../../../science/sintax-words.js";

const SEQUENCE = "GGACCATTGTCGAAACCTGCACAGCAGAACGACCCGTGAACTAGT";

test("SINTAX can name a sequence of 39 bases, no shorter one, none full of N and none that repeats itself", () => {
  assert.equal(SHORTEST_NAMED, 39);
  assert.equal(hasEnoughWords(SEQUENCE.slice(0, 39)), true);
  assert.equal(hasEnoughWords(SEQUENCE.slice(0, 38)), false);
  assert.equal(hasEnoughWords("ACGT".repeat(50)), false);
  assert.equal(hasEnoughWords(SEQUENCE.slice(0, 39).replace("T", "N")), false);
});
