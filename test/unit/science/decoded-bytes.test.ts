import assert from "node:assert/strict";
import { createReadStream, readdirSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { decodedBytes, sniffFormat } from "../../../science/decoded-bytes.js";
import { pieces } from "./collector.js";
import { until } from "../../until.js";

const TEXT = `>a\n${"ACGT".repeat(5000)}\n`;

async function decode(bytes: Buffer | string, size = 4096): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of decodedBytes(pieces(bytes, size))) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test("plain text and gzip come out the same, in pieces of any size", async () => {
  for (const size of [1, 7, 511, 512, 100_000]) {
    assert.equal(await decode(TEXT, size), TEXT);
    assert.equal(await decode(gzipSync(TEXT), size), TEXT);
  }
});

test("gzip of several members is read whole", async () => {
  assert.equal(await decode(Buffer.concat([gzipSync("one\n"), gzipSync("two\n"), gzipSync("three\n")])), "one\ntwo\nthree\n");
});

test("gzip that is cut short is refused", async () => {
  const whole = gzipSync(TEXT);
  for (const length of [20, whole.length - 9, whole.length - 1]) await assert.rejects(decode(whole.subarray(0, length)), /cut short/);
});

test("gzip with a bad checksum is refused", async () => {
  const bad = gzipSync(TEXT);
  bad[bad.length - 6] = (bad[bad.length - 6] ?? 0) ^ 0xff;
  await assert.rejects(decode(bad), /damaged/);
});

test("gzip followed by garbage is refused, however it arrives; zero padding is not garbage", async () => {
  const whole = gzipSync(TEXT);
  for (const size of [3, 4096, 1_000_000])
    await assert.rejects(decode(Buffer.concat([whole, Buffer.from("garbage")]), size), /followed by bytes/);
  assert.equal(await decode(Buffer.concat([whole, Buffer.alloc(512)])), TEXT);
});

test("a second member that is cut short is refused", async () => {
  await assert.rejects(decode(Buffer.concat([gzipSync("one\n"), gzipSync(TEXT).subarray(0, 30)])), /cut short/);
});

test("a gzip bomb is refused before it fills the disk", async () => {
  const bomb = gzipSync(Buffer.alloc(150 * 1024 * 1024));
  await assert.rejects(async () => {
    for await (const _ of decodedBytes(pieces(bomb, 64 * 1024)));
  }, /200 times its size/);
});

test("other compressions are named", async () => {
  await assert.rejects(decode("BZh91AY&SY"), /bzip2/);
  await assert.rejects(decode("PK\x03\x04aaaa"), /zip/);
  await assert.rejects(decode(Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])), /xz/);
  await assert.rejects(decode(Buffer.from("\ufeff>a\nAC\n", "utf16le")), /UTF-16/);
});

test("a byte order mark is left out, and an empty file is refused", async () => {
  for (const size of [1, 2, 4096]) {
    assert.equal(await decode("\uFEFF>a\nAC\n", size), ">a\nAC\n");
    assert.equal(await decode(gzipSync("\uFEFF>a\nAC\n"), size), ">a\nAC\n");
    assert.equal(await decode(Buffer.concat(["\uFEFF", ">a", "\nAC\n"].map((part) => gzipSync(part))), size), ">a\nAC\n");
  }
  await assert.rejects(decode(""), /empty/);
});

test("a file is closed again where the reader stops early, and where the file is refused", async () => {
  const folder = await mkdtemp(join(tmpdir(), "decoded-"));
  // Large enough not to be read to the end by the way.
  const text = `>a\n${Array.from({ length: 200_000 }, (_, index) => (index * index).toString(36)).join("")}`;
  const files = { plain: text, packed: gzipSync(text), foreign: `BZh${text}` };
  const open = () => readdirSync("/proc/self/fd").length;
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const before = open();
  for (let round = 0; round < 20; round++) {
    for (const name of Object.keys(files)) {
      try {
        for await (const _ of decodedBytes(createReadStream(join(folder, name)))) break;
      } catch {
        assert.equal(name, "foreign");
      }
    }
  }
  await until(`no more than ${before} descriptors to be open`, () => open() <= before);
});

test("the format is told by the first character", () => {
  assert.equal(sniffFormat(Buffer.from("\n>a")), "fasta");
  assert.equal(sniffFormat(Buffer.from("@a")), "fastq");
  assert.equal(sniffFormat(Buffer.from("sample,fastq_1")), "unknown");
});
