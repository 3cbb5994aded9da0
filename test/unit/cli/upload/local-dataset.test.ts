import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { localDataset } from "../../../../cli/upload/local-dataset.js";

describe("what a local path stands for", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "avalanche-reads-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, text = "@r\nA\n+\nI\n") => {
    const path = join(folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  const names = async (path: string) => (await localDataset(path)).files.map((file) => file.name);

  test("a file is itself", async () => {
    assert.deepEqual(await names(write("creek.fastq")), ["creek.fastq"]);
  });

  test("a folder is its reads; other files, and FASTA beside FASTQ, are left out", async () => {
    for (const name of ["creek_R2.fastq.gz", "creek_R1.fastq.gz", "silva.fa", "notes.txt", ".hidden.fastq"]) write(name);
    const dataset = await localDataset(folder);
    assert.deepEqual(
      dataset.files.map((file) => file.name),
      ["creek_R1.fastq.gz", "creek_R2.fastq.gz"],
    );
    assert.deepEqual(dataset.leftOut, ["notes.txt", "silva.fa"]);
    assert.equal(dataset.files[0]!.sizeBytes, 9);
  });

  test("a folder of FASTA files is those", async () => {
    write("creek.fa");
    write("lake.fasta.gz");
    assert.deepEqual(await names(folder), ["creek.fa", "lake.fasta.gz"]);
  });

  test("a folder without reads is refused", async () => {
    write("notes.txt");
    await assert.rejects(localDataset(folder), /holds no reads: .*\.fastq/);
  });

  test("a sample sheet brings the files that it names, each once", async () => {
    write("reads/a_1.fastq");
    write("reads/a_2.fastq");
    const sheet = write(
      "samples.csv",
      '\uFEFFsample,fastq_1,fastq_2,site\r\na,reads/a_1.fastq,reads/a_2.fastq,"upper, left"\r\nb,reads/a_1.fastq,,\r\n',
    );
    assert.deepEqual(await names(sheet), ["samples.csv", "a_1.fastq", "a_2.fastq"]);
  });

  test("a sample sheet is told by its content, and uploaded under a name that tells it", async () => {
    write("a_1.fastq");
    assert.deepEqual(await names(write("samples.txt", "sample,fastq_1\na,a_1.fastq\n")), ["samples.txt.csv", "a_1.fastq"]);
    assert.deepEqual(await names(write("SAMPLES.CSV", "sample,fastq_1\na,a_1.fastq\n")), ["SAMPLES.CSV", "a_1.fastq"]);
  });

  test("every file that a sheet names in vain is listed with its line", async () => {
    write("a_1.fastq");
    const sheet = write("samples.csv", "sample,fastq_1,fastq_2\na,a_1.fastq,a_2.fastq\nb,b_1.fastq,\n");
    await assert.rejects(localDataset(sheet), /line 2, fastq_2: a_2\.fastq\n.*line 3, fastq_1: b_1\.fastq/);
  });

  test("two files with one name are refused: a data set knows its files by name", async () => {
    write("run1/a.fastq");
    write("run2/a.fastq");
    const sheet = write("samples.csv", "sample,fastq_1\na,run1/a.fastq\nb,run2/a.fastq\n");
    await assert.rejects(localDataset(sheet), /run1\/a\.fastq and .*run2\/a\.fastq have the same name/);
  });
});
