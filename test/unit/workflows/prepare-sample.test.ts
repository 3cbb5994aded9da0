import assert from "node:assert/strict";
import { test } from "node:test";
import type { ReadCounts, Reads } from "../../../contracts/analysis.js";
import type { Artifact } from "../../../contracts/artifact.js";
import type { AnalysisParameters } from "../../../contracts/tasks/run-analysis/analysis-parameters.js";
import type { ComingSample } from "../../../workflows/demultiplex.js";
import { endOfAll, type Prepared, prepareSample } from "../../../workflows/prepare-sample.js";
import type { Stage } from "../../../workflows/stage.js";

const PRIMERS = { forward_primer: "ACGTACGT", reverse_primer: "ACGTACGT" } as AnalysisParameters;
const file = (name: string) => ({ name, artifact: `artifact:${name}` as Artifact });

/** Prepares a sample of pairs whose stages leave so many reads, and tells which stages ran. */
async function prepared(
  name: string,
  left: Record<string, number>,
  format: "fasta" | "fastq" = "fastq",
  more: { parameters?: object; demultiplexed?: { pairs: number; of: number } } = {},
) {
  const ran: string[] = [];
  const stage = (async (stageName: string) => {
    ran.push(stageName);
    const count = left[stageName] ?? 0;
    const some = { sequences: "artifact:some", unique: count, count };
    const merged = { sequences: "artifact:merged", unique: left["mergePairs"], count: left["mergePairs"] };
    if (stageName === "filterReads") return { sample: name, all: merged, passed: some };
    if (stageName === "countUniques") return { sample: name, all: some, passed: some };
    if (stageName === "mergePairs") return { sample: name, reads: `artifact:${stageName}`, count };
    return { sample: name, forward: `artifact:${stageName}`, reverse: "artifact:R2", count, phix: 7, hasSizes: false };
  }) as unknown as Stage;
  const { parameters, demultiplexed } = more;
  const own = demultiplexed && {
    reads: { sample: name, forward: "artifact:own", reverse: "artifact:R2", count: demultiplexed.pairs, hasSizes: false } as Reads,
    of: demultiplexed.of,
  };
  const sample: ComingSample = { name, metadata: {}, forward: file("R1"), reverse: file("R2"), ...(own ? { demultiplexed: own } : {}) };
  const reads: ReadCounts = {};
  return { ...(await prepareSample({ stage }, { ...PRIMERS, ...parameters }, format, sample, reads)), ran, reads };
}

const WHOLE = { checkInput: 12, trimPrimers: 11, mergePairs: 10, filterReads: 9 };

test("a sample with reads takes every stage", async () => {
  const { ran, ended, reads } = await prepared("creek", WHOLE);
  assert.deepEqual(ran, Object.keys(WHOLE));
  assert.equal(ended, undefined);
  assert.deepEqual(reads, {
    check_input: { creek: 12 },
    trim_primers: { creek: 11 },
    merge_pairs: { creek: 10 },
    filter_reads: { creek: 9 },
  });
});

test("a sample of which nothing is left skips the remaining tools and has no sequences", async () => {
  const { ran, ended, uniques } = await prepared("blank", { ...WHOLE, trimPrimers: 0 });
  assert.deepEqual(ran, ["checkInput", "trimPrimers"]);
  assert.deepEqual(ended, {
    stage: "trim_primers",
    message: "sample blank: 0 of 12 reads left after stage trim_primers; no read begins with its primer: look at `marker`",
  });
  const none = { sequences: "artifact:trimPrimers", unique: 0, count: 0 };
  assert.deepEqual(uniques, { sample: "blank", all: none, passed: none });
});

test("the stage, its count and its parameter are named, whichever it is", async () => {
  for (const [stage, message] of Object.entries({
    checkInput: /0 of 7 reads left after stage check_input; all are PhiX/,
    mergePairs: /0 of 11 reads left after stage merge_pairs;.*`min_overlap`/,
    filterReads: /0 of 10 reads left after stage filter_reads;.*`max_expected_errors`/,
  }))
    assert.match((await prepared("blank", { ...WHOLE, [stage]: 0 })).ended?.message ?? "", message);
  assert.match(
    (await prepared("x", { checkInput: 3, countUniques: 0 }, "fasta")).ended?.message ?? "",
    /0 of 3 .*count_uniques;.*`min_length`/,
  );
});

test("where few reads began with their primer, the marker is named", async () => {
  const few = await prepared("creek", { checkInput: 6714, trimPrimers: 22, mergePairs: 22, filterReads: 0 });
  assert.match(few.ended?.message ?? "", /filter_reads; .*only 22 of 6,714 began with their primer: look at `marker` first$/);
  assert.doesNotMatch((await prepared("creek", { ...WHOLE, filterReads: 0 })).ended?.message ?? "", /primer/);
});

test("reads that do not pass the filter are still there to be counted", async () => {
  assert.equal((await prepared("blank", { ...WHOLE, filterReads: 0 })).uniques.all.count, 10);
});

test("a job ends only where nothing is left of any sample, with the one that came furthest", async () => {
  const creek = await prepared("creek", WHOLE);
  const early = await prepared("early", { ...WHOLE, trimPrimers: 0 });
  const late = await prepared("late", { ...WHOLE, mergePairs: 0 });
  const end = (...samples: Prepared[]) => endOfAll(samples);
  assert.equal(end(creek, early, late), undefined);
  assert.equal(end(early)?.message, early.ended?.message);
  assert.equal(end(early, late)?.stage, "merge_pairs");
  assert.match(
    end(early, late)?.message ?? "",
    /^sample late: 0 of 11 reads left after stage merge_pairs; .*nothing is left of the other samples/,
  );
});

test("a sample of a library begins with the reads that were told from those of others", async () => {
  const { ran, reads } = await prepared("creek", WHOLE, "fastq", { demultiplexed: { pairs: 12, of: 40 } });
  assert.deepEqual([ran[0], reads["demultiplex"], reads["check_input"]], ["trimPrimers", { creek: 12 }, undefined]);
  const none = await prepared("blank", WHOLE, "fastq", { demultiplexed: { pairs: 0, of: 40 } });
  assert.deepEqual(none.ran, []);
  assert.match(none.ended?.message ?? "", /sample blank: 0 of 40 reads left after stage demultiplex; .*`tag_file`/);
});

test("poor ends are cut off before the pairs are merged", async () => {
  const more = { parameters: { quality_trim: 20 } };
  const { ran, reads } = await prepared("creek", { ...WHOLE, trimQuality: 11 }, "fastq", more);
  assert.deepEqual(ran, ["checkInput", "trimPrimers", "trimQuality", "mergePairs", "filterReads"]);
  assert.deepEqual(reads["trim_quality"], { creek: 11 });
  assert.match(
    (await prepared("creek", WHOLE, "fastq", more)).ended?.message ?? "",
    /0 of 11 reads left after stage trim_quality; .*`quality_trim`/,
  );
});
