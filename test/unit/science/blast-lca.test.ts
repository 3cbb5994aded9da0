import assert from "node:assert/strict";
import { test } from "node:test";
import { lowestCommonAncestor, voters } from "../../../science/blast-lca.js";
import { certainNames } from "../../../science/sintax.js";

const RANKS = ["family", "genus", "species"];

const hit = (bitScore: number, identity = 100, coverage = 100) => ({ bitScore, identity, coverage });
const vote = (species: string, identity = 100) => {
  const genus = species.split(" ")[0] as string;
  return {
    ...hit(400, identity),
    names: [
      { rank: "family", name: "Salmonidae" },
      { rank: "genus", name: genus },
      { rank: "species", name: species },
    ],
  };
};
const named = (votes: ReturnType<typeof vote>[], speciesIdentity: number | null = 0.99) =>
  lowestCommonAncestor("f", votes, { ranks: RANKS, speciesIdentity });
const shown = (votes: ReturnType<typeof vote>[], speciesIdentity: number | null = 0.99) =>
  certainNames(named(votes, speciesIdentity), 0.8).map(({ name }) => name);

test("hits vote that cover 90 % of the feature and score within 2 % of the best that does", () => {
  const all = [hit(500, 100, 89.9), hit(400), hit(392), hit(391.9), hit(395, 99, 90)];
  assert.deepEqual(voters(all), [all[1], all[2], all[4]]);
  assert.deepEqual(voters([]), []);
});

test("the deepest rank on which the wanted share agrees is named, and contested ranks keep their share", () => {
  const votes = [...Array(3).fill(vote("Salmo salar")), vote("Salmo trutta"), vote("Oncorhynchus mykiss")] as ReturnType<typeof vote>[];
  assert.deepEqual(shown(votes), ["Salmonidae", "Salmo"]);
  const { names, ties, votes: count } = named(votes);
  assert.deepEqual(
    names.map(({ name, confidence }) => [name, confidence]),
    [
      ["Salmonidae", 1],
      ["Salmo", 0.8],
      ["Salmo salar", 0.6],
    ],
  );
  assert.deepEqual(ties, ["Oncorhynchus mykiss", "Salmo salar", "Salmo trutta"]);
  assert.equal(count, 5);
});

test("a species needs the marker's identity; where none is enough it is never shown", () => {
  assert.deepEqual(shown([vote("Salmo salar", 99)]), ["Salmonidae", "Salmo", "Salmo salar"]);
  assert.deepEqual(shown([vote("Salmo salar", 98.9)]), ["Salmonidae", "Salmo"]);
  assert.deepEqual(shown([vote("Salmo salar")], null), ["Salmonidae", "Salmo"]);
  assert.equal(named([vote("Salmo salar", 98.9)]).names[2]?.isHeld, true);
});

test("the answer does not depend on the order of the votes, and a vote without a name counts against every name", () => {
  const bare = { ...hit(400), names: [{ rank: "family", name: "Salmonidae" }] };
  const votes = [vote("Salmo salar"), vote("Salmo trutta"), bare];
  assert.deepEqual(named(votes), named(votes.toReversed()));
  assert.deepEqual(
    named(votes).names.map(({ confidence }) => confidence),
    [1, 0.67, 0.33],
  );
  assert.deepEqual(named([]), { feature: "f", names: [], ties: [], votes: 0, identity: null, coverage: null });
});
