import assert from "node:assert/strict";
import { test } from "node:test";
import { linkedAdapter } from "../../../tools/linked-adapter.js";
import { type ToolExit, toToolFailure } from "../../../tools/tool-failure.js";
import { parse } from "../../../tools/vsearch-log.js";

test("a primer is required at the start, the other one optional at the end, each to 80 % of its length", () => {
  assert.equal(
    linkedAdapter("GTGYCAGCMGCCGCGGTAA", "GGACTACNVGGGTWTCTAAT"),
    "GTGYCAGCMGCCGCGGTAA;required;min_overlap=16...ATTAGAWACCCBNGTAGTCC;optional;min_overlap=16",
  );
  assert.match(linkedAdapter("ACGTIACGTI", "ACGTACGTAA"), /^ACGTNACGTN;/);
});

test("what vsearch says of its work is read from its log", () => {
  const merged =
    "      1978  Pairs\n      1976  Merged (99.9%)\n         2  Not merged (0.1%)\n\nPairs that failed merging due to various reasons:\n         1  too many differences\n         1  alignment score too low, or score drop too high\n\nStatistics of all reads:\n    180.50  Mean read length\n";
  assert.deepEqual(parse.merged(merged), {
    pairs: 1978,
    merged: 1976,
    failed: { "too many differences": 1, "alignment score too low, or score drop too high": 1 },
  });
  assert.deepEqual(parse.filtered("1735 sequences kept (of which 0 truncated), 241 sequences discarded.\n"), {
    kept: 1735,
    discarded: 241,
  });
  assert.deepEqual(parse.dereplicated("minseqlength 32: 42 sequences discarded.\n1282 unique sequences, avg cluster 2.8\n"), {
    unique: 1282,
    tooShort: 42,
    tooLong: 0,
  });
  assert.deepEqual(parse.clustered("Clusters: 23 Size min 10\n"), { clusters: 23 });
});

const memory = { limitBytes: 1024 ** 3, mostBytes: 4 * 1024 ** 3 };
const usage = { cpuSeconds: null, peakMemoryBytes: null };
const failure = (exitCode: number | null, log: string, signal: NodeJS.Signals | null = null, more: Partial<ToolExit> = {}) =>
  toToolFailure({ exitCode, signal, log, command: "vsearch --x", usage, memory, oomKilled: false, ...more });

test("the end of a tool says what happened to it", () => {
  assert.equal(failure(0, "fine"), null);
  assert.equal(failure(1, "Fatal error: no")?.type, "ToolFailed");
  assert.match(failure(1, "a\nFatal error: no\nb")?.message ?? "", /status 1: Fatal error: no/);
  assert.equal(failure(137, "")?.type, "ToolKilled");
  assert.equal(failure(null, "", "SIGKILL")?.type, "ToolKilled");
  assert.equal(failure(1, "write: No space left on device")?.type, "DiskFull");
});

test("a tool that wanted more memory says so in its own words, or the kernel ended it", () => {
  for (const said of [
    "Unable to allocate enough memory.",
    "Unable to reallocate enough memory.",
    "dd: memory exhausted by",
    "MemoryError",
  ]) {
    assert.equal(failure(1, said)?.type, "OutOfMemory", said);
  }
  assert.equal(failure(137, "", null, { oomKilled: true })?.type, "OutOfMemory");
  assert.equal(failure(1, "no", null, { oomKilled: true })?.type, "ToolFailed");
  assert.equal(failure(1, "out of memory")?.message, "vsearch ran out of memory: it may take 1024 MiB");
  const most = { memory: { limitBytes: 1e9, mostBytes: 1e9 } };
  assert.match(failure(1, "out of memory", null, most)?.message ?? "", /954 MiB, which is all that this machine has.* a machine with more/);
});
