import assert from "node:assert/strict";
import { test } from "node:test";
import { cacheKey, whyItRan } from "../../../activities/cache-key.js";

test("the order in which ingredients are named does not change the key", () => {
  assert.equal(cacheKey("denoise", { a: 1, b: "x" }), cacheKey("denoise", { b: "x", a: 1 }));
});

test("another stage, value or type of value gives another key", () => {
  const keys = [
    cacheKey("denoise", { min_size: 4 }),
    cacheKey("denoise", { min_size: 8 }),
    cacheKey("denoise", { min_size: "4" }),
    cacheKey("map_reads", { min_size: 4 }),
  ];
  assert.equal(new Set(keys).size, keys.length);
});

test("why a stage ran names what differs from the most similar earlier output", () => {
  const earlier = [
    { vsearch: "2.22.1", min_size: 8, input: "artifact:ffff" },
    { vsearch: "2.22.1", min_size: 4, input: "artifact:aaaa" },
  ];
  assert.equal(whyItRan({ vsearch: "2.22.1", min_size: 2, input: "artifact:aaaa" }, earlier), "min_size: 2 instead of 4");
});

test("files and digests are named by their first digits", () => {
  const [one, other] = ["0123abcd".padEnd(64, "0"), "fedc9876".padEnd(64, "0")];
  assert.equal(
    whyItRan({ input: `artifact:${one}`, primers: one }, [{ input: `artifact:${other}`, primers: other }]),
    "input: file 0123abcd instead of file fedc9876; primers: 0123abcd instead of fedc9876",
  );
});

test("why a stage ran says so where there is nothing to compare with", () => {
  assert.equal(whyItRan({ a: 1 }, []), "first run of this stage");
  assert.equal(whyItRan({ a: 1, b: 1, c: 1, d: 1 }, [{ a: 2, b: 2, c: 2, d: 2 }]), "first run with these inputs");
  assert.equal(whyItRan({ a: 1 }, [{ a: 1 }]), "its earlier output is gone");
});
