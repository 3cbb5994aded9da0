import assert from "node:assert/strict";
import { test } from "node:test";
import { normaliseSampleFasta } from "../../../science/normalise-fasta.js";
import { collector, pieces } from "./collector.js";

async function normalise(text: string | Buffer, size = 7, prefix = "") {
  const out = collector();
  return { ...(await normaliseSampleFasta(pieces(text, size), out.target, prefix)), text: out.text() };
}

test("sequences come out on one line each, upper-case DNA, named by their number", async () => {
  const { text, sequences, minLength, maxLength } = await normalise(">a first\nacgu\nNN\n\n>b\tx\r\nAC\r\n");
  assert.equal(text, ">1\nACGTNN\n>2\nAC\n");
  assert.deepEqual([sequences, minLength, maxLength], [2, 2, 6]);
});

test("abundances are added up; all or none must have them", async () => {
  assert.deepEqual(await normalise(">a;size=3\nAC\n>b;size=4;\nAG\n").then(({ count, hasSizes }) => [count, hasSizes]), [7, true]);
  await assert.rejects(normalise(">a;size=3\nAC\n>b\nAG\n"), /all or none/);
  await assert.rejects(normalise(">a;size=-1\nAC\n"), { line: 1 });
});

test("an abundance is the one that vsearch reads, and stands where every tool reads it", async () => {
  const sizes = { "a;size=5": 5, "size=7;a": 7, "size=7": 7, "a;size=4;size=9": 4, "a;b;size=2;c=d": 2 };
  for (const [title, size] of Object.entries(sizes)) {
    const { text, count, hasSizes } = await normalise(`>${title} x;size=3\nAC\n`, 7, "s.");
    assert.deepEqual([text, count, hasSizes], [`>s.1;size=${size}\nAC\n`, size, true], title);
  }
  for (const title of ["a;mysize=5", "a_size=5", "a x;size=5", "a;SIZE=5"])
    assert.deepEqual(await normalise(`>${title}\nAC\n`).then(({ text, hasSizes }) => [text, hasSizes]), [">1\nAC\n", false], title);
  for (const size of ["0", "", "1e3", "5x", "9999999999999"]) await assert.rejects(normalise(`>size=${size};a\nAC\n`), { line: 1 }, size);
});

test("what is no nucleotide is refused with its line", async () => {
  for (const bad of ["AC-GT", "AC.GT", "ACGT*", "MKVLA", "AC GT", "AC\0GT"])
    await assert.rejects(normalise(`>a\nACGT\n>b\n${bad}\n`), { line: 4 }, bad);
});

test("a file that is refused is closed, so that the disk gets its place back", async () => {
  const { target } = collector();
  await assert.rejects(normaliseSampleFasta(pieces(">a\nAC!\n", 7), target), { line: 2 });
  assert.ok(target.destroyed);
});

test("a sequence without letters, a missing header, an empty file and UTF-8 in names", async () => {
  await assert.rejects(normalise(">a\n>b\nAC\n"), { line: 1 });
  await assert.rejects(normalise("ACGT\n"), { line: 1 });
  await assert.rejects(normalise("\n\n"), /no sequences/);
  await assert.rejects(normalise("> \nAC\n"), { line: 1 });
  assert.equal((await normalise(">süß\nAC\n")).text, ">1\nAC\n");
});

test("sequences that vsearch would leave out without a word are refused", async () => {
  await assert.rejects(normalise(`>a\n${"A".repeat(50_001)}\n`, 10_000), { line: 1 });
  assert.equal((await normalise(`>a\n${"A".repeat(50_000)}\n`, 10_000)).maxLength, 50_000);
});

test("names that stand twice are counted", async () => {
  assert.match((await normalise(">a\nAC\n>a\nAG\n")).warnings.join(), /1 sequences bear the name/);
});
