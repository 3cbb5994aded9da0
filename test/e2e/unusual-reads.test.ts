import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import type { AnalysisResult } from "../../contracts/tasks/run-analysis/result.js";
import { DATA, example, needs, REFERENCE, stackWith } from "./data.js";
import { type DevStack, EXAMPLES } from "./dev-stack.js";

describe("analyses of unusual reads", () => {
  let stack: DevStack;

  before(async () => {
    stack = await stackWith("references", "coi", "wolf-demux");
  });
  after(() => stack.stop());

  const succeed = (params: object) => stack.succeed(params);
  const filesOf = async (folder: string, name: RegExp): Promise<Record<string, Buffer>> => {
    const names = (await readdir(folder)).filter((file) => name.test(file));
    return Object.fromEntries(await Promise.all(names.map(async (file) => [file, await readFile(join(folder, file))] as const)));
  };

  test("coi: reads of another marker give the warning that names the primer's offset", { skip: needs("coi") }, async () => {
    const job = await stack.analyse({
      dataset_path: "coi",
      reference: "references/bold-coi-1002.sintax.fasta.gz",
      parameters: { marker: "COI-Leray", min_size: 2 },
    });
    const said = job.state === "SUCCESS" ? (job.result as AnalysisResult).warnings.join() : (job.error?.message ?? "");
    assert.match(said, /primer begins \d+ bases into the reads|0 of [\d,]+ reads left after stage trim_primers/);
  });

  test("wolf-demux: Phred+64 is converted, and the half in the other orientation is turned", { skip: needs("wolf-demux") }, async () => {
    const parameters = { marker: "12S-V5", min_size: 8 };
    const sheet = "sample,fastq_1,fastq_2\nwolf,wolf_F.fastq.gz,wolf_R.fastq.gz\n";
    await writeFile(join(stack.dataRoot, "wolf-demux/wolf.csv"), sheet);
    const params = { dataset_path: "wolf-demux/wolf.csv", reference: "references/mifish-12s-v3.83.sintax.fasta.gz" };
    const refused = await stack.analyse({ ...params, parameters });
    assert.match(refused.error?.message ?? "", /quality_offset: 64/);
    const result = await succeed({ ...params, parameters: { ...parameters, quality_offset: 64 } });
    assert.equal(result.reads["check_input"]?.["wolf"], 45276);
    assert.ok((result.reads["trim_primers"]?.["wolf"] ?? 0) > 40_000, JSON.stringify(result.reads));
    assert.match(result.warnings.join(), /wolf: \d{5} of \d{5} came in the other orientation/);
  });

  test("anacapa-12s: two samples of real reads run to a table", { skip: needs("anacapa-12s") }, async () => {
    const result = await succeed({
      dataset_path: await stack.folderOf("anacapa", await filesOf(join(DATA, "anacapa-12s"), /fastq\.gz$/)),
      reference: "references/mifish-12s-v3.83.sintax.fasta.gz",
      parameters: { marker: "12S-MiFish", min_size: 2 },
    });
    assert.deepEqual(Object.values(result.reads["check_input"] ?? {}), [1000, 1000]);
    assert.ok(result.features > 0);
  });

  test("pairs in the other orientation are turned: the same features and counts", async () => {
    const text = async (side: string) => gunzipSync(await readFile(join(EXAMPLES, `creek_${side}.fastq.gz`))).toString();
    const [one, two] = [(await text("R1")).split("\n"), (await text("R2")).split("\n")];
    // Every third pair: bases and qualities change sides, titles stay.
    for (let at = 0; at < one.length; at += 12)
      for (const line of [at + 1, at + 3]) [one[line], two[line]] = [two[line] as string, one[line] as string];
    const result = await succeed({
      dataset_path: await stack.folderOf("turned", { "creek_R1.fastq": one.join("\n"), "creek_R2.fastq": two.join("\n") }),
      reference: REFERENCE,
      parameters: { marker: "16S-V4" },
    });
    const straight = await succeed({
      dataset_path: await stack.folderOf("straight", await filesOf(EXAMPLES, /^creek.*gz$/)),
      reference: REFERENCE,
      parameters: { marker: "16S-V4" },
    });
    assert.deepEqual(result.reads, straight.reads);
    assert.match(result.warnings.join(), /creek: 660 of 1978 came in the other orientation/);
    for (const name of ["features.tsv", "features.fasta"])
      assert.equal(await stack.artifact(result.id, name), await stack.artifact(straight.id, name));
  });

  test("a sequence is judged by itself, also where another sample has one of the same name", async () => {
    const fasta = (await stack.artifact((await succeed(example)).id, "features.fasta")).split("\n").filter((line) => !line.startsWith(">"));
    const [a = "", b = "", other = ""] = fasta;
    const joined = a.slice(0, 126) + b.slice(126);
    const sample = (third: string, size: number) => `>p1;size=500\n${a}\n>p2;size=450\n${b}\n>x;size=${size}\n${third}\n`;
    const result = await succeed({
      dataset_path: await stack.folderOf("same-names", { "one.fasta": sample(other, 300), "two.fasta": sample(joined, 10) }),
      reference: REFERENCE,
      parameters: { min_size: 2 },
    });
    const kept = await stack.artifact(result.id, "features.fasta");
    assert.ok(kept.includes(other) && !kept.includes(joined), kept);
    assert.ok((await stack.artifact(result.id, "removed.fasta")).includes(joined));
  });

  test("gzip of several members is read whole", async () => {
    const whole = gzipSync("");
    const reads = await readFile(join(EXAMPLES, "blank_R1.fastq.gz"));
    const folder = await stack.folderOf("members", {
      "x_R1.fastq.gz": Buffer.concat([reads, whole]),
      "x_R2.fastq.gz": await readFile(join(EXAMPLES, "blank_R2.fastq.gz")),
    });
    const result = await succeed({ dataset_path: folder, reference: REFERENCE, parameters: { marker: "16S-V4" } });
    assert.equal(result.reads["check_input"]?.["x"], 60);
  });
});
