import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { strFromU8, unzipSync } from "fflate";
import { phyloseqArchive, qiimeArchive, withSafeIds } from "../../../../activities/outputs/archives.js";
import { writeZip } from "../../../../activities/outputs/zip-file.js";
import { python, pythonHas } from "../../../python.js";
import { aTable } from "../../science/outputs/a-table.js";

const never = new AbortController().signal;
const run = promisify(execFile);

const SAFE = ["'=cmd|'/c calc'!A1", "'#2", "007", '<b>"e"</b>'];

describe("archives for other programs", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "archives-"));
    await writeFile(join(folder, "in.biom"), "the table");
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const table = withSafeIds(aTable());
  const unpacked = async (entries: Parameters<typeof writeZip>[1]) => {
    await writeZip(join(folder, "a.zip"), entries, never);
    const files = Object.entries(unzipSync(await readFile(join(folder, "a.zip")))).map(
      ([name, bytes]) => [name, strFromU8(bytes)] as const,
    );
    for (const [name, text] of files) await writeFile(join(folder, name), text);
    return new Map(files);
  };
  const cells = (text = "") =>
    text
      .trimEnd()
      .split("\n")
      .map((line) => line.split("\t"));

  test("the files for QIIME 2 keep its rules: heads, ids that are no comments, columns that it does not keep for itself", async () => {
    const files = await unpacked(qiimeArchive(table, join(folder, "in.biom")));
    assert.deepEqual([...files.keys()], ["README.txt", "feature-table.biom", "taxonomy.tsv", "sequences.fasta", "metadata.tsv"]);
    const taxonomy = cells(files.get("taxonomy.tsv"));
    assert.deepEqual(taxonomy[0], ["Feature ID", "Taxon", "Confidence"]);
    assert.deepEqual(
      taxonomy.slice(1).map(([, ...rest]) => rest),
      [
        ["d__Bacteria; supergroup__Bacillota; g__Bacillus, s.l.", "0.97"],
        ["d__Bacteria", "1"],
        ["Unassigned", "0"],
      ],
    );
    const metadata = cells(files.get("metadata.tsv"));
    assert.deepEqual(metadata[0], ["sample-id", "longitude", "a/b", "id_"]);
    assert.deepEqual(
      metadata.slice(1).map(([id]) => id),
      SAFE,
    );
    assert.deepEqual(
      metadata.slice(1).map(([, longitude, text]) => [longitude, text]),
      [
        ["-0.50", "x"],
        ["-1.50", "'=1+1"],
        ["-2.50", '"""quoted"""'],
        ["-3.50", ""],
      ],
    );
    const fasta = (files.get("sequences.fasta") ?? "").trimEnd().split("\n");
    assert.deepEqual(
      taxonomy.slice(1).map(([id]) => `>${id}`),
      fasta.filter((line) => line.startsWith(">")),
    );
    for (const name of files.keys()) if (name !== "README.txt") assert.ok(files.get("README.txt")?.includes(name), name);
  });

  test("pandas reads the tables as they are", { skip: pythonHas("pandas") }, async () => {
    await unpacked([...qiimeArchive(table, join(folder, "in.biom")), ...phyloseqArchive(table)]);
    const script = `
import csv, json, sys, pandas
read = lambda name: pandas.read_csv(sys.argv[1] + "/" + name, sep="\\t", index_col=0, dtype={0: str}, keep_default_na=False)
counts, taxa, metadata = read("otu_table.tsv"), read("tax_table.tsv"), read("metadata.tsv")
print(json.dumps({"samples": list(counts.columns), "sums": [int(n) for n in counts.sum()], "same": list(counts.index) == list(taxa.index),
  "metadata": list(metadata.index), "longitude": [float(n) for n in metadata["longitude"]], "quoted": metadata["a/b"].iloc[2]}))`;
    const seen = JSON.parse(await python(script, folder)) as object;
    assert.deepEqual(seen, {
      samples: SAFE,
      sums: [12, 5, 4, 0],
      same: true,
      metadata: SAFE,
      longitude: [-0.5, -1.5, -2.5, -3.5],
      quoted: '"quoted"',
    });
  });

  test("the script of five lines makes a phyloseq object with table, taxa, samples and sequences", {
    skip: hasPackage("phyloseq"),
  }, async () => {
    const files = await unpacked(phyloseqArchive(table));
    assert.equal((files.get("phyloseq.R") ?? "").trimEnd().split("\n").length, 5);
    const look = `source("phyloseq.R"); cat(phyloseq::ntaxa(ps), phyloseq::sample_sums(ps), phyloseq::rank_names(ps), mean(phyloseq::sample_data(ps)[["longitude"]]), as.character(phyloseq::refseq(ps))[1], sep = "|"); cat("\\n", paste(phyloseq::sample_names(ps), collapse = "|"), sep = "")`;
    const { stdout } = await run("Rscript", ["-e", look], { cwd: folder });
    const [sums, names] = stdout.trimEnd().split("\n").slice(-2);
    assert.equal(sums, "3|12|5|4|0|domain|supergroup|genus|-2|ACGTACGTAC");
    assert.equal(names, SAFE.join("|"));
  });

  test("equal files are equal archives, also in another time zone", async () => {
    const hash = async () => {
      await writeZip(join(folder, "a.zip"), phyloseqArchive(table), never);
      return createHash("sha256")
        .update(await readFile(join(folder, "a.zip")))
        .digest("hex");
    };
    assert.equal(await hash(), await hash());
    assert.deepEqual((await readFile(join(folder, "a.zip"))).subarray(10, 14), Buffer.from([0, 0, 0x21, 0]));
  });
});

/** Why a test is skipped that needs this package of R. */
function hasPackage(name: string): string | false {
  return spawnSync("Rscript", ["-e", `library(${name})`]).status === 0 ? false : `needs R's ${name} (r-bioc-${name})`;
}
