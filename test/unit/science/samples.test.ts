import assert from "node:assert/strict";
import { test } from "node:test";
import { pairFiles } from "../../../science/pair-files.js";
import { checkSampleNames, readPrefix } from "../../../science/sample-names.js";
import { parseSampleSheet } from "../../../science/sample-sheet.js";

test("a sample sheet names samples, files and metadata", () => {
  assert.deepEqual(parseSampleSheet("\uFEFFsample,fastq_1,fastq_2,control,depth\ncreek,a_1.fq,a_2.fq,,3\nblank,b.fq,,negative_pcr,\n"), [
    { name: "creek", forward: "a_1.fq", reverse: "a_2.fq", metadata: { control: "", depth: "3" } },
    { name: "blank", forward: "b.fq", metadata: { control: "negative_pcr", depth: "" } },
  ]);
});

test("faults of a sample sheet are named with their line", () => {
  assert.throws(() => parseSampleSheet("sample,fastq_1\ncreek,a.fq\n,b.fq\n"), { line: 3 });
  assert.throws(() => parseSampleSheet("sample,fastq_1,control\ncreek,a.fq,blank\n"), { line: 2 });
  assert.throws(() => parseSampleSheet("sample;fastq_1\ncreek;a.fq\n"), /separated by semicolons/);
  assert.throws(() => parseSampleSheet("sample\tfastq_1\ncreek\ta.fq\n"), /separated by tabs/);
  assert.throws(() => parseSampleSheet("name,fastq_1\ncreek,a.fq\n"), /no column sample/);
  assert.throws(() => parseSampleSheet("sample,fastq_1\ncreek,a.fq,b.fq\n"), /no clean CSV/);
  assert.throws(() => parseSampleSheet("sample,fastq_1\n"), /names no samples/);
  assert.throws(() => parseSampleSheet(""), /empty/);
});

test("names that programs take for one are refused", () => {
  for (const twins of [
    ["a b", "a_b"],
    ["S1", "s1"],
    ["\u00e9", "e\u0301"],
  ])
    assert.throws(() => checkSampleNames(twins), /too alike/);
  assert.throws(() => checkSampleNames(["a/b"]), /slash/);
  checkSampleNames(["creek 1", "creek 2", "🐟", "-x", "it's"]);
});

test("pairs are found by all usual endings", () => {
  const { samples, ignored } = pairFiles([
    "creek_S1_L001_R1_001.fastq.gz",
    "creek_S1_L001_R2_001.fastq.gz",
    "lake_R1.fq",
    "lake_R2.fq",
    "pond_1.fastq",
    "pond_2.fastq",
    "notes.txt",
    ".hidden.fastq",
  ]);
  assert.deepEqual(
    samples.map(({ name, forward, reverse }) => [name, forward, reverse]),
    [
      ["creek_S1", "creek_S1_L001_R1_001.fastq.gz", "creek_S1_L001_R2_001.fastq.gz"],
      ["lake", "lake_R1.fq", "lake_R2.fq"],
      ["pond", "pond_1.fastq", "pond_2.fastq"],
    ],
  );
  assert.deepEqual(ignored, [".hidden.fastq", "notes.txt"]);
});

test("a read file without partner, or no read file at all, is an error", () => {
  assert.throws(() => pairFiles(["a_R1.fastq"]), /a_R1.fastq has no partner/);
  assert.throws(() => pairFiles(["notes.txt"]), /no FASTQ or FASTA/);
  assert.deepEqual(
    pairFiles(["a.fasta", "b.fasta"]).samples.map(({ name }) => name),
    ["a", "b"],
  );
});

test("reads of two samples never have one name, whatever the samples are called", () => {
  const prefixes = ["creek", "Creek", "a;size=5", "süß", "x".repeat(255)].map(readPrefix);
  assert.equal(new Set(prefixes).size, 5);
  for (const prefix of prefixes) assert.match(prefix, /^[0-9a-f]{10}\.$/);
});
