import assert from "node:assert/strict";
import { test } from "node:test";
import { insertCutter } from "../../../../science/marker-region.js";
import { leaveOut } from "../../../../science/novelty/left-out.js";
import { memberOf, Richness } from "../../../../science/novelty/members.js";
import { noveltyRanks } from "../../../../science/novelty/novelty-ranks.js";

const RANKS = ["kingdom", "family", "genus", "species"];
const title = (family: string, genus: string, species: string) =>
  `X1;tax=d:kingdom=Metazoa,k:family=${family},p:genus=${genus},c:species=${species}`;

/** 40 families of 3 genera of 4 sequences. */
const members = Array.from({ length: 480 }, (_, at) => {
  const family = `F${Math.floor(at / 12)}`;
  return { taxa: [family, `${family}\tG${Math.floor(at / 4)}`], isWhole: true };
});
const options = { folds: 3, size: 12, mostOfOne: 10, seed: 1 };

test("whole taxa are left out, each in one fold at most; known ones keep relatives of their taxon", () => {
  const folds = leaveOut(members, 2, options);
  assert.deepEqual(leaveOut(members, 2, options), folds);
  const seen = new Set<string>();
  for (const { gone, novel, known } of folds) {
    const left = new Set(members.filter((_, at) => !gone.has(at)).flatMap(({ taxa }) => taxa));
    for (const [rank, of] of novel.entries()) {
      const taxa = new Set(of.map((at) => members[at]!.taxa[rank]!));
      for (const taxon of taxa) {
        assert.ok(!left.has(taxon), `${taxon} is still there`);
        assert.ok(!seen.has(taxon), `${taxon} was left out before`);
        seen.add(taxon);
      }
      assert.ok(of.length >= 12);
    }
    assert.equal(known.length, 12);
    for (const at of known) assert.ok(gone.has(at) && left.has(members[at]!.taxa[1]!));
  }
});

test("a genus is not left out where its family is, and nothing stands for a feature without the insert", () => {
  const partly = members.map((member, at) => ({ ...member, isWhole: at % 2 === 0 }));
  for (const { gone, novel, known } of leaveOut(partly, 2, options)) {
    const families = new Set(novel[0]!.map((at) => partly[at]!.taxa[0]));
    assert.ok(novel[1]!.every((at) => !families.has(partly[at]!.taxa[0])));
    for (const at of [...novel.flat(), ...known]) assert.ok(partly[at]!.isWhole && gone.has(at));
  }
});

test("novelty is judged at family and genus, or at the two lowest ranks above species", () => {
  assert.deepEqual(noveltyRanks(RANKS), ["family", "genus"]);
  assert.deepEqual(noveltyRanks(["kingdom", "division", "clade", "species"]), ["division", "clade"]);
  assert.deepEqual(noveltyRanks(["species"]), []);
});

test("taxa of one name in two families are two; names that are no scientific ones are none", () => {
  const [one, other] = ["Fam1", "Fam2"].map((family) => memberOf(title(family, "Morus", "Morus_alba"), RANKS, ["family", "genus"]));
  assert.notEqual(one?.taxa[1], other?.taxa[1]);
  assert.deepEqual(memberOf(title("uncultured", "uncultured", "s"), RANKS, ["family", "genus"]).taxa, [null, null]);
  const richness = new Richness();
  for (const species of ["a", "b", "b"]) richness.add("Morus", species);
  richness.add("Esox", null);
  richness.add("Esox", null);
  assert.deepEqual([richness.of("Morus"), richness.of("Esox"), richness.of("Salmo")], [2, 2, 0]);
});

test("a reference is cut to what lies between the primers; one that lacks a primer holds no insert", () => {
  const cut = insertCutter({ forwardPrimer: "ACGTACGTAC", reversePrimer: "GGCCTTAAGG", minLength: 5, maxLength: 30 });
  const long = `${"T".repeat(40)}ACGTACGTACTTTTTGGGGGCCTTAAGGCC${"A".repeat(40)}`;
  assert.equal(cut(long), "TTTTTGGGGG");
  assert.equal(cut(long.replace("CCTTAAGGCC", "AAAAAAAAAA")), null);
  assert.equal(cut("ACCATTGACCA"), "ACCATTGACCA");
  assert.equal(cut("ACGTACGTACTTTTTCCTTAAGGCC"), "TTTTT", "it is as long as an insert with its primers");
});
