import assert from "node:assert/strict";
import { test } from "node:test";
import { normaliseFasta } from "../../../science/normalise-fasta.js";
import { collector, pieces } from "./collector.js";

async function normalise(text: string | Buffer, size = 7) {
  const out = collector();
  return { ...(await normaliseFasta(pieces(text, size), out.target)), text: out.text() };
}

test("sequences come out on one line each, upper-case DNA, named up to the first blank", async () => {
  const { text, sequences, minLength, maxLength } = await normalise(">a first\nacgu\nNN\n\n>b\tx\r\nAC\r\n");
  assert.equal(text, ">a\nACGTNN\n>b\nAC\n");
  assert.deepEqual([sequences, minLength, maxLength], [2, 2, 6]);
});

test("abundances are added up; all or none must have them", async () => {
  assert.deepEqual(await normalise(">a;size=3\nAC\n>b;size=4;\nAG\n").then(({ count, hasSizes }) => [count, hasSizes]), [7, true]);
  await assert.rejects(normalise(">a;size=3\nAC\n>b\nAG\n"), /all or none/);
  await assert.rejects(normalise(">a;size=-1\nAC\n"), { line: 1 });
});

test("what is no nucleotide is refused with its line", async () => {
  for (const bad of ["AC-GT", "AC.GT", "ACGT*", "MKVLA", "AC GT", "AC\0GT"])
    await assert.rejects(normalise(`>a\nACGT\n>b\n${bad}\n`), { line: 4 }, bad);
});

test("a sequence without letters, a missing header, an empty file and UTF-8 in names", async () => {
  await assert.rejects(normalise(">a\n>b\nAC\n"), { line: 1 });
  await assert.rejects(normalise("ACGT\n"), { line: 1 });
  await assert.rejects(normalise("\n\n"), /no sequences/);
  assert.match((await normalise(">süß\nAC\n")).text, /^>süß\n/);
});

test("sequences that vsearch would leave out without a word are refused", async () => {
  await assert.rejects(normalise(`>a\n${"A".repeat(50_001)}\n`, 10_000), { line: 1 });
  assert.equal((await normalise(`>a\n${"A".repeat(50_000)}\n`, 10_000)).maxLength, 50_000);
});

test("names that stand twice are counted", async () => {
  assert.match((await normalise(">a\nAC\n>a\nAG\n")).warnings.join(), /1 sequences bear the name/);
});
