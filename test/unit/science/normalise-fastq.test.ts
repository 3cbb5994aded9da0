import assert from "node:assert/strict";
import { test } from "node:test";
import { normaliseFastq } from "../../../science/normalise-fastq.js";
import { collector, pieces } from "./collector.js";

const read = (title: string, sequence = "ACGT", quality = "IIFF") => `@${title}\n${sequence}\n+\n${quality}\n`;

async function normalise(forward: string | Buffer, reverse?: string, size = 1000, prefix = "") {
  const [one, two] = [collector(), collector()];
  const result = await normaliseFastq(
    {
      forward: { bytes: pieces(forward, size), target: one.target },
      ...(reverse === undefined ? {} : { reverse: { bytes: pieces(reverse, size), target: two.target } }),
    },
    33,
    prefix,
  );
  return { ...result, forward: one.text(), reverse: two.text() };
}

test("pairs are read in step, in pieces of any size", async () => {
  const forward = Array.from({ length: 50 }, (_, index) => read(`r${index} 1:N:0:AC`)).join("");
  const reverse = Array.from({ length: 50 }, (_, index) => read(`r${index} 2:N:0:AC`, "ACGTACGT", "IIIIIIII")).join("");
  for (const size of [1, 13, 100, 10_000]) {
    const result = await normalise(forward, reverse, size);
    assert.deepEqual([result.records, result.minLength, result.maxLength], [50, 4, 8]);
    assert.equal(result.forward, Array.from({ length: 50 }, (_, index) => read(`${index + 1}`)).join(""));
    assert.equal(result.reverse, Array.from({ length: 50 }, (_, index) => read(`${index + 1}`, "ACGTACGT", "IIIIIIII")).join(""));
  }
});

test("lower case, RNA and CRLF become plain upper-case DNA", async () => {
  const { forward } = await normalise("@a\r\nacguN\r\n+a\r\nIIIII\r\n");
  assert.equal(forward, "@1\nACGTN\n+\nIIIII\n");
});

test("names that tools misread are not handed on: abundances, bytes above 127, another mark on either read", async () => {
  for (const title of ["r1;size=5", "r1;size=0", "size=7;r1", "süß", "a/1"]) {
    const { forward, reverse } = await normalise(read(title), read(title.replace("/1", "")), 1000, "x.");
    assert.equal(forward, read("x.1"), title);
    assert.equal(reverse, forward, title);
  }
  assert.equal((await normalise(Buffer.from(read("s\u00fc\u00df"), "latin1"))).forward, read("1"));
});

test("reads are counted with those of PhiX, and faults are told with the names of the input", async () => {
  const phix = "GAGTTTTATCGCTTCCATGACGCAGAAGTTAACACTTTCGGATATTTCTGATGAGTCGAAAAATTATCTT";
  const { forward, phix: removed } = await normalise(read("control", phix, "I".repeat(phix.length)) + read("a"));
  assert.deepEqual([removed, forward], [1, read("2")]);
  await assert.rejects(normalise(read("a;size=5"), read("b")), /read b has a;size=5 for a partner/);
});

test("both files are let go where one of them is refused", async () => {
  const [one, two] = [pieces(read("a").repeat(9) + read(""), 10), pieces(read("a").repeat(99), 10)];
  const files = { forward: { bytes: one, target: collector().target }, reverse: { bytes: two, target: collector().target } };
  await assert.rejects(normaliseFastq(files, 33), /no name/);
  assert.deepEqual([one.destroyed, two.destroyed], [true, true]);
});

test("names may end in /1 and /2, or differ behind the blank", async () => {
  assert.equal((await normalise(read("a/1"), read("a/2"))).records, 1);
  assert.equal((await normalise(read("a x"), read("a y"))).records, 1);
});

test("names may differ in a last 1 and 2 behind a mark, as fastq-dump -I and others write them", async () => {
  for (const mark of ["/", ".", "_", ":"]) {
    assert.equal(
      (await normalise(read(`SRR1.1${mark}1 x`) + read(`SRR1.2${mark}1`), read(`SRR1.1${mark}2 x`) + read(`SRR1.2${mark}2`))).records,
      2,
    );
    await assert.rejects(normalise(read(`a${mark}2`), read(`a${mark}1`)), { which: "forward", line: 1, message: /swapped/ }, mark);
  }
  assert.equal((await normalise(read("a/1"), read("a"))).records, 1);
  for (const [one, two] of [
    ["a1", "a2"],
    ["a.1", "a.3"],
    ["a.11", "a.2"],
    ["a.1", "b.2"],
    ["1", "2"],
  ] as const)
    await assert.rejects(normalise(read(one), read(two)), /not a pair/, `${one} ${two}`);
});

test("pairs of other names are refused at the read", async () => {
  await assert.rejects(normalise(read("a") + read("b"), read("a") + read("c")), { which: "reverse", line: 5 });
});

test("a file that ends earlier than its partner is named, with the reads that it has", async () => {
  await assert.rejects(normalise(read("a") + read("b"), read("a")), /the reverse file ends after 1 reads/);
  await assert.rejects(normalise(read("a"), read("a") + read("b")), /the forward file ends after 1 reads/);
});

test("swapped files are told by their titles, but a single file may be either", async () => {
  await assert.rejects(normalise(read("a 2:N:0:AC"), read("a 1:N:0:AC")), { line: 1, which: "forward" });
  await assert.rejects(normalise(read("run.1 a/1"), read("run.1 a/1")), { which: "reverse" });
  assert.equal((await normalise(read("a 2:N:0:AC"))).records, 1);
});

test("reads without bases, empty lines between records and a missing end are refused", async () => {
  await assert.rejects(normalise("@a\n\n+\n\n"), /no bases|no nucleotide/);
  await assert.rejects(normalise(`${read("a")}\n${read("b")}`), { line: 5 });
  await assert.rejects(normalise("\n\n"), /no reads/);
});

test("a quality that is too short is named, whatever the titles and bases behind it are taken for", async () => {
  const short = "@r1\nACGTACGTAC\n+\nIIIII\n";
  for (const next of ["@r2", "@r2 b", "@r", "@r2xx", "@read-of-another-length"])
    await assert.rejects(normalise(`${short}${next}\nACGTACGTAC\n+\nIIIIIIIIII\n`), { line: 4, message: /shorter .*\(5 and 10\)/ }, next);
  await assert.rejects(normalise(`${short}@r2`), { line: 4, message: /shorter .*\(5 and 10\)/ });
  await assert.rejects(normalise("@r1\nACGTACGTAC\n+\n@r2\nACGTACGTAC\n"), { line: 4, message: /shorter .*\(3 and 10\)/ });
  assert.equal((await normalise(`${short}@IIII\n${read("a")}`)).records, 2);
});

test("titles with control characters and qualities of one value are noticed", async () => {
  await assert.rejects(normalise(read("a\x07b")), /control character/);
  assert.match((await normalise(read("a", "ACGT", "IIII"))).warnings.join(), /all qualities are the same/);
});

test("old Mac line ends are named", async () => {
  await assert.rejects(normalise("@a\rACGT\r+\rIIII\r"), /old Macs/);
});
