import assert from "node:assert/strict";
import { test } from "node:test";
import { fileNameOf, nameIssue } from "../../../../api/datasets/file-name.js";

test("plain names are taken, odd ones too", () => {
  for (const name of ["a.fastq.gz", "-x", "a b", "it's", "🐟", ".hidden", "a..b", "n".repeat(255)])
    assert.equal(nameIssue(name), undefined, name);
});

test("paths, control characters and names that are too long are refused", () => {
  for (const name of ["", ".", "..", "a/b", "/a", "a\\b", "a\0", "a\n", "a\u0085", "n".repeat(256), "é".repeat(128)])
    assert.ok(nameIssue(name), name);
});

test("what browsers write for quotes and line ends in a name is read back", () => {
  assert.equal(fileNameOf("a%22b%0D%0a"), 'a"b\r\n');
  assert.equal(fileNameOf("100%25"), "100%25");
  assert.equal(fileNameOf(undefined), "");
});
