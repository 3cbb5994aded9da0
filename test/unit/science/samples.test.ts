import assert from "node:assert/strict";
import { test } from "node:test";
import { fastaSamples, pairFiles, readsAmong } from "../../../science/pair-files.js";
import { checkSampleNames, readPrefix } from "../../../science/sample-names.js";
import { parseSampleSheet } from "../../../science/sample-sheet.js";
import { sheetText } from "../../../science/sheet-text.js";

test("a sample sheet names samples, files and metadata", () => {
  assert.deepEqual(parseSampleSheet("\uFEFFsample,fastq_1,fastq_2,control,depth\ncreek,a_1.fq,a_2.fq,,3\nblank,b.fq,,negative_pcr,\n"), [
    { name: "creek", forward: "a_1.fq", reverse: "a_2.fq", metadata: { control: "", depth: "3" }, line: 2 },
    { name: "blank", forward: "b.fq", metadata: { control: "negative_pcr", depth: "" }, line: 3 },
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
    ["a.b", "a b"],
  ])
    assert.throws(() => checkSampleNames(twins), /too alike/);
  assert.throws(() => checkSampleNames(["a/b"]), /slash/);
  checkSampleNames(["creek 1", "creek 2", "🐟", "🐠", "-x", "x", "it's", "T1+", "T1-", "T1", "q", "q\u0301", "क", "कि"]);
});

test("a file that two rows name is refused with both lines", () => {
  assert.throws(() => parseSampleSheet("sample,fastq_1\ncreek,a.fq\nlake,b.fq\npond,a.fq\n"), {
    line: 4,
    message: /a.fq is named in line 2 too/,
  });
  assert.throws(() => parseSampleSheet("sample,fastq_1,fastq_2\ncreek,a_1.fq,a_2.fq\nlake,b_1.fq,a_2.fq\n"), {
    line: 3,
    message: /line 2/,
  });
});

test("a sheet in another encoding is refused with what to do", () => {
  const text = "sample,fastq_1\nkreek,a.fq\nB\u00e4chle,b.fq\n";
  assert.equal(sheetText(Buffer.from(`\uFEFF${text}`)).replace("\uFEFF", ""), text);
  assert.equal(sheetText(Buffer.from("a\uFFFDb")), "a\uFFFDb");
  assert.throws(() => sheetText(Buffer.from(`\uFEFF${text}`, "utf16le")), /UTF-16; save it as UTF-8/);
  assert.throws(() => sheetText(Buffer.from(`\uFEFF${text}`, "utf16le").swap16()), /UTF-16; save it as UTF-8/);
  assert.throws(() => sheetText(Buffer.from(text, "utf16le")), { line: 1, message: /may be UTF-16; save it as UTF-8/ });
  assert.throws(() => sheetText(Buffer.from(text, "latin1")), { line: 3, message: /Latin-1.*save it as UTF-8/ });
  assert.throws(() => sheetText(Buffer.concat([Buffer.from("\uFFFD\n"), Buffer.from([0xe4])])), { line: 2 });
  assert.throws(() => sheetText(Buffer.from([0x1f, 0x8b, 8, 0])), /gzip/);
  assert.throws(() => sheetText(Buffer.from("PK\u0003\u0004")), /save it as CSV/);
});

test("pairs are found by all usual endings", () => {
  const { reads, ignored } = readsAmong([
    "pond_1.fastq",
    "creek_S1_L001_R1_001.fastq.gz",
    "creek_S1_L001_R2_001.fastq.gz",
    "lake_R1.fq",
    "lake_R2.fq",
    "notes.txt",
    "pond_2.fastq",
    "sea.fastq",
    ".hidden.fastq",
  ]);
  assert.deepEqual(
    pairFiles(reads, { forwardOnly: false }).map(({ name, forward, reverse }) => [name, forward, reverse]),
    [
      ["creek_S1", "creek_S1_L001_R1_001.fastq.gz", "creek_S1_L001_R2_001.fastq.gz"],
      ["lake", "lake_R1.fq", "lake_R2.fq"],
      ["pond", "pond_1.fastq", "pond_2.fastq"],
      ["sea", "sea.fastq", undefined],
    ],
  );
  assert.deepEqual(ignored, [".hidden.fastq", "notes.txt"]);
});

test("a read file without partner, or no read file at all, is an error", () => {
  assert.throws(() => pairFiles(["a_R1.fastq"], { forwardOnly: false }), /a_R1.fastq has no partner; set `forward_only`/);
  assert.throws(() => pairFiles(["a_R2.fastq"], { forwardOnly: true }), /a_R2.fastq has no partner; name the files/);
  assert.throws(() => pairFiles(["a_R1.fastq", "a_1.fastq"], { forwardOnly: true }), /both of sample a/);
  assert.throws(() => readsAmong(["notes.txt"]), /no FASTQ or FASTA/);
});

test("forward files alone are single reads with forward_only", () => {
  assert.deepEqual(
    pairFiles(["a_S1_L001_R1_001.fastq.gz", "b_R1.fastq", "b_R2.fastq"], { forwardOnly: true }).map(({ name, reverse }) => [name, reverse]),
    [
      ["a_S1", undefined],
      ["b", "b_R2.fastq"],
    ],
  );
});

test("FASTA files are samples of their own, whatever they are called", () => {
  assert.deepEqual(
    fastaSamples(["site_1.fasta", "site_2.fasta", "x_R1.fa.gz"]).map(({ name, forward, reverse }) => [name, forward, reverse]),
    [
      ["site_1", "site_1.fasta", undefined],
      ["site_2", "site_2.fasta", undefined],
      ["x_R1", "x_R1.fa.gz", undefined],
    ],
  );
  assert.throws(() => fastaSamples(["a.fasta", "a.fa"]), /too alike/);
});

test("reads of two samples never have one name, whatever the samples are called", () => {
  const prefixes = ["creek", "Creek", "a;size=5", "süß", "x".repeat(255)].map(readPrefix);
  assert.equal(new Set(prefixes).size, 5);
  for (const prefix of prefixes) assert.match(prefix, /^[0-9a-f]{10}\.$/);
});
