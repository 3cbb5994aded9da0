import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { needs, stackWith } from "./data.js";
import type { DevStack } from "./dev-stack.js";

const sum = (counts: Record<string, number> | undefined) => Object.values(counts ?? {}).reduce((total, count) => total + count, 0);

/** As the ngsfilter file beside the reads has them. */
const TAGS = { "13a_F730603": "aattaac", "15a_F730814": "gaagtag", "26a_F040644": "gaatatc", "29a_F260619": "gcctcct" };
const TAG_FILE = `sample,forward_tag,reverse_tag\n${Object.entries(TAGS)
  .map(([sample, tag]) => `${sample},${tag},${tag}\n`)
  .join("")}`;
const SHEET = "sample,fastq_1,fastq_2\nwolf,wolf_F.fastq.gz,wolf_R.fastq.gz\n";

describe("a library of several samples", { skip: needs("wolf-demux") }, () => {
  let stack: DevStack;

  before(async () => {
    stack = await stackWith("wolf-demux");
    await stack.folderOf("wolf-demux", { "library.csv": SHEET, "tags.csv": TAG_FILE });
  });
  after(() => stack.stop());

  const wolf = (parameters: object = {}, more: object = { analysis_type: "clustering" }) => ({
    dataset_path: "wolf-demux/library.csv",
    ...more,
    parameters: { marker: "12S-V5", quality_offset: 64, tag_file: "wolf-demux/tags.csv", ...parameters },
  });

  test("its pairs are told apart by the tags at both ends, in either orientation; every pair is accounted for", async () => {
    const result = await stack.succeed(wolf());
    assert.deepEqual(result.samples, Object.keys(TAGS));
    const table = await stack.artifact(result.id, "tag_jumps.tsv");
    const rows = table.trimEnd().split("\n").slice(1).map((row) => row.split("\t"));
    assert.equal(
      rows.reduce((total, row) => total + Number(row.at(-1)), 0),
      45_276,
      table,
    );
    assert.ok(sum(result.reads["demultiplex"]) > 43_258, table);
    assert.match(result.warnings.join("\n"), /wolf: 3 of 45,276 pairs have two tags that are no sample's together \(tag jumps, 3 kinds\)/);
    assert.match(result.warnings.join("\n"), /wolf: 2\d,\d{3} of 45,276 pairs came in the other orientation and were turned/);
    assert.equal(JSON.stringify(result.reads["demultiplex"]), "");
  });
});
