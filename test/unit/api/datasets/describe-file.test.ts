import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { describeFile } from "../../../../api/datasets/describe-file.js";

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "describe-"));
});
after(() => rm(folder, { recursive: true }));

test("a taxonomy, and tags in either form, are tables without a fault; what is no text is not", async () => {
  const described = async (bytes: string | Buffer) => {
    await writeFile(join(folder, "file"), bytes);
    const { format, records, problem } = await describeFile(join(folder, "file"));
    return [format, records, problem === null];
  };
  const taxonomy = "Feature ID\tTaxon\na\td__Bacteria; p__Bacillota\n\n";
  assert.deepEqual(await described(taxonomy), ["table", 2, true]);
  assert.deepEqual(await described(gzipSync(taxonomy)), ["table", 2, true]);
  assert.deepEqual(await described("wolf  13a  aattaac  TTAGATACCCCACTATGC  TAGAACAGGCTCCTCTAG  F  @\n"), ["table", 1, true]);
  assert.deepEqual(await described("sample,forward_tag,reverse_tag\ncreek,ACGT,TTGA\n"), ["table", 2, true]);
  assert.deepEqual(await described("sample,fastq_1\ncreek,a.fastq\n"), ["csv", 1, true]);
  for (const noise of ["PK\t\0\0", Buffer.from([0xfe, 0x09, 0xff, 0x80]), "plain words"])
    assert.deepEqual(await described(noise), ["unknown", null, false]);
});
