import assert from "node:assert/strict";
import { test } from "node:test";
import { RankOrder } from "../../../science/rank-order.js";

function orderOf(...lineages: string[]): string[] {
  const order = new RankOrder();
  for (const [index, lineage] of lineages.entries()) order.add(lineage === "" ? [] : lineage.split(" "), index + 1);
  return order.inOrder;
}

test("the order of ranks does not depend on which header comes first", () => {
  const lineages = ["domain genus", "domain species", "domain genus species", ""];
  for (const [a, b, c, d] of permutations(lineages)) assert.deepEqual(orderOf(a, b, c, d), ["domain", "genus", "species"]);
});

test("ranks that no header compares stand as biologists rank them, own ranks where the headers put them", () => {
  assert.deepEqual(orderOf("kingdom order family", "kingdom class family"), ["kingdom", "class", "order", "family"]);
  assert.deepEqual(orderOf("species", "domain genus"), ["domain", "genus", "species"]);
  assert.deepEqual(orderOf("kingdom domain phylum"), ["kingdom", "domain", "phylum"]);
  assert.deepEqual(orderOf("domain genus", "domain supergroup division class", "class genus"), [
    "domain",
    "supergroup",
    "division",
    "class",
    "genus",
  ]);
});

test("a header that contradicts earlier ones is refused, also over several headers", () => {
  assert.throws(() => orderOf("a b", "b c", "c a"), { line: 3, message: /rank a stands below c, but above it/ });
  assert.throws(() => orderOf("a b", "b c", "a c b"), { line: 3 });
  assert.throws(() => orderOf("a b a"), { line: 1 });
  assert.throws(() => orderOf("a a"), { line: 1, message: /twice/ });
  assert.throws(() => orderOf(Array.from({ length: 33 }, (_, index) => `r${index}`).join(" ")), /more than 32 ranks/);
});

function permutations(items: readonly string[]): [string, string, string, string][] {
  if (items.length === 0) return [[]] as never;
  return items.flatMap((item, at) => permutations(items.filter((_, index) => index !== at)).map((rest) => [item, ...rest])) as never;
}
