import assert from "node:assert/strict";
import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadConfig } from "../../../config/config.js";
import { decodedBytes } from "../../../science/decoded-bytes.js";
import { normaliseFastq } from "../../../science/normalise-fastq.js";
import { collector } from "./collector.js";

/** The conformance suite of Cock et al. 2010, doi:10.1093/nar/gkp1137. */
const CORPUS = join(loadConfig().testData, "bad-fastq");
const skip = existsSync(CORPUS) ? false : "needs the test data, bad-fastq";

/** File -> the line of its fault, found by reading the file. */
const FAULTS: Record<string, number> = {
  diff_ids: 11,
  double_qual: 13,
  double_seq: 15,
  long_qual: 16,
  no_qual: 4,
  qual_del: 16,
  qual_escape: 20,
  qual_null: 4,
  qual_space: 16,
  qual_tab: 20,
  qual_unit_sep: 12,
  qual_vtab: 4,
  short_qual: 12,
  spaces: 2,
  tabs: 2,
  trunc_at_plus: 19,
  trunc_at_qual: 19,
  trunc_at_seq: 18,
  trunc_in_plus: 19,
  trunc_in_qual: 20,
  trunc_in_seq: 18,
  trunc_in_title: 17,
};

/** Valid files of each offset -> their reads. */
const READABLE: Record<33 | 64, Record<string, number>> = {
  33: {
    illumina_full_range_as_sanger: 2,
    longreads_as_sanger: 10,
    longreads_original_sanger: 10,
    misc_dna_as_sanger: 4,
    misc_dna_original_sanger: 4,
    misc_rna_as_sanger: 4,
    misc_rna_original_sanger: 4,
    sanger_full_range_as_sanger: 2,
    sanger_full_range_original_sanger: 2,
    solexa_full_range_as_sanger: 2,
    wrapping_as_sanger: 3,
    wrapping_original_sanger: 3,
  },
  64: {
    illumina_full_range_as_illumina: 2,
    illumina_full_range_original_illumina: 2,
    longreads_as_illumina: 10,
    misc_dna_as_illumina: 4,
    misc_rna_as_illumina: 4,
    sanger_full_range_as_illumina: 2,
    solexa_full_range_as_illumina: 2,
    wrapping_as_illumina: 3,
  },
};

function read(name: string, offset: 33 | 64) {
  return normaliseFastq(
    { forward: { bytes: decodedBytes(createReadStream(join(CORPUS, `${name}.fastq`))), target: collector().target } },
    offset,
  );
}

for (const [name, line] of Object.entries(FAULTS)) {
  test(`error_${name}.fastq is refused at line ${line}`, { skip }, async () => {
    await assert.rejects(read(`error_${name}`, 33), { line });
  });
}

for (const offset of [33, 64] as const) {
  for (const [name, records] of Object.entries(READABLE[offset])) {
    test(`${name}.fastq has ${records} reads with offset ${offset}`, { skip }, async () => {
      assert.equal((await read(name, offset)).records, records);
    });
  }
}

for (const name of Object.keys(READABLE[64])) {
  test(`${name}.fastq is refused with offset 33, with the hint to say 64`, { skip }, async () => {
    await assert.rejects(read(name, 33), /quality_offset: 64/);
  });
}

for (const name of ["illumina_full_range", "longreads", "misc_dna", "misc_rna", "sanger_full_range", "solexa_full_range", "wrapping"]) {
  test(`${name}_as_solexa.fastq is refused with both offsets`, { skip }, async () => {
    await assert.rejects(read(`${name}_as_solexa`, 33), /Phred\+64 or Solexa/);
    await assert.rejects(read(`${name}_as_solexa`, 64), /Solexa/);
  });
}

test("reads over several lines come out as their plain twins do", { skip }, async () => {
  const plain = async (name: string) => {
    const out = collector();
    await normaliseFastq({ forward: { bytes: decodedBytes(createReadStream(join(CORPUS, `${name}.fastq`))), target: out.target } }, 33);
    return out.text();
  };
  assert.equal(await plain("wrapping_original_sanger"), await plain("wrapping_as_sanger"));
});
