import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cp, link, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { DATA, needs, REFERENCE, stackWith } from "./data.js";
import type { DevStack } from "./dev-stack.js";

describe("input that an analysis refuses", () => {
  let stack: DevStack;

  before(async () => {
    stack = await stackWith();
  });
  after(() => stack.stop());

  for (const [sample, type, message] of [
    ["ERRNOREADS", "NothingLeft", /0 of 1,000 reads left after stage trim_primers/],
    ["ERRSEQFUFAIL", "InvalidInput", /ERRSEQFUFAIL_\d.fastq.gz, line \d+: the (forward|reverse) file ends after/],
    ["ERRSFXHDFAIL", "InvalidInput", /ERRSFXHDFAIL_2.fastq.gz, line \d+: the read says that it is a forward read/],
  ] as const) {
    test(`ebi-16s: ${sample} fails with the reason, in one attempt, without a result`, { skip: needs("ebi-16s") }, async () => {
      const folder = await stack.folderOf(sample, {});
      for (const side of [1, 2])
        await cp(join(DATA, `ebi-16s/${sample}_${side}.fastq.gz`), join(stack.dataRoot, folder, `${sample}_${side}.fastq.gz`));
      const job = await stack.analyse({ dataset_path: folder, reference: REFERENCE, parameters: { marker: "16S-V3V4" } });
      assert.equal(job.state, "FAILURE");
      assert.equal(job.error?.type, type);
      assert.match(job.error?.message ?? "", message);
      assert.equal(job.result, null);
    });
  }

  test("files that are damaged or no pair end as FAILURE that names the file, in one attempt", async () => {
    const read = (name: string) => `@${name}\n${"ACGT".repeat(30)}\n+\n${"IIFF".repeat(30)}\n`;
    const good = read("a") + read("b");
    const packed = gzipSync(good.repeat(50));
    const bad: Record<string, [Record<string, string | Buffer>, RegExp]> = {
      short: [{ "x.fastq.gz": packed.subarray(0, -12) }, /x.fastq.gz.*cut short/],
      crc: [
        { "x.fastq.gz": Buffer.concat([packed.subarray(0, -8), Buffer.from([1, 2, 3, 4]), packed.subarray(-4)]) },
        /x.fastq.gz.*damaged/,
      ],
      garbage: [{ "x.fastq.gz": Buffer.concat([packed, Buffer.from("garbage")]) }, /x.fastq.gz.*followed by bytes/],
      empty: [{ "x.fastq": "" }, /x.fastq.*empty/],
      counts: [{ "x_R1.fastq": good, "x_R2.fastq": read("a") }, /x_R1.fastq, line 5: the reverse file ends after 1 reads/],
      names: [{ "x_R1.fastq": good, "x_R2.fastq": read("a") + read("c") }, /x_R2.fastq, line 5: read c has b for a partner/],
      lost: [{ "x.fastq": good }, /0 of 2 reads left after stage trim_primers/],
      zip: [{ "x.fastq": Buffer.from("PK\x03\x04zip") }, /x.fastq.*zip/],
    };
    for (const [name, [files, message]] of Object.entries(bad)) {
      const job = await stack.analyse({
        dataset_path: await stack.folderOf(`bad-${name}`, files),
        reference: REFERENCE,
        parameters: { marker: "16S-V4" },
      });
      assert.equal(job.state, "FAILURE", name);
      assert.match(job.error?.message ?? "", message);
      assert.ok(
        job.attempts.every(({ attempt }) => attempt === 1),
        name,
      );
      assert.equal(job.result, null);
    }
  });

  test("row 15: links, hard links, pipes and empty folders end as FAILURE, and nothing is read", async () => {
    const folder = join(stack.dataRoot, await stack.folderOf("odd", { "real.fastq": "@a\nACGT\n+\nIIFF\n" }));
    await symlink("/etc/passwd", join(folder, "link.fastq"));
    await link(join(folder, "real.fastq"), join(folder, "hard.fastq"));
    execFileSync("mkfifo", [join(folder, "pipe.fastq")]);
    await mkdir(join(folder, "empty"));
    for (const [name, type] of Object.entries({
      "link.fastq": "InputRefused",
      "hard.fastq": "InputRefused",
      "pipe.fastq": "InputRefused",
      empty: "InvalidInput",
    })) {
      const job = await stack.analyse({ dataset_path: `odd/${name}`, reference: REFERENCE, parameters: { marker: "16S-V4" } });
      assert.deepEqual([job.state, job.error?.type, job.attempts.length], ["FAILURE", type, 1], name);
    }
  });

  test("row 50: a file that was changed after the submit is refused", async () => {
    await writeFile(join(stack.dataRoot, "changing.fasta"), ">a\nACGT\n");
    const thaw = stack.freezePart(/worker/);
    const id = await stack.submit("run_analysis", { dataset_path: "changing.fasta", reference: REFERENCE });
    await writeFile(join(stack.dataRoot, "changing.fasta"), ">b\nACGTACGT\n");
    thaw();
    const job = await stack.untilFinal(id);
    assert.deepEqual([job.state, job.error?.type], ["FAILURE", "InputChanged"]);
  });

  test("row 50: a folder that got another file after the submit is refused", async () => {
    const reads = "@a\nACGT\n+\nIIFF\n";
    await stack.folderOf("growing", { "a.fastq": reads });
    const thaw = stack.freezePart(/worker/);
    const id = await stack.submit("run_analysis", { dataset_path: "growing", reference: REFERENCE, parameters: { marker: "16S-V4" } });
    await stack.folderOf("growing", { "b.fastq": reads });
    thaw();
    const job = await stack.untilFinal(id);
    assert.deepEqual([job.state, job.error?.type], ["FAILURE", "InputChanged"]);
  });

  test("raw reads without a marker are refused with what to say", async () => {
    const job = await stack.analyse({ dataset_path: "examples/creek_R1.fastq.gz", reference: REFERENCE });
    assert.match(job.error?.message ?? "", /raw reads need `marker`/);
  });
});
